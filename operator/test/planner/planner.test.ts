import { test } from 'vitest'
import { orderCount, playOrders, seed } from './stories.ts'

test(
  `no step acts before its inputs exist, planning twice plans the same, what was asked for comes about, and removal ends (${orderCount} orders of events, seed ${seed})`,
  () => playOrders(seed),
  180_000,
)
