import { test } from 'vitest'
import { orderCount, playOrders, seed } from './stories.ts'

test(`the same holds in ${orderCount} other orders of events (seed ${seed + 1})`, () => playOrders(seed + 1), 180_000)
