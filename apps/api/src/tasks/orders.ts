import type { TaskOrder } from '@taskplatform/app-contract/task'
import { type RawBuilder, sql } from 'kysely'

/** How an order reads in SQL: what it compares, the type of that, and the direction. The id breaks ties in the same direction. */
export type Order = Readonly<{ by: RawBuilder<unknown>; type: RawBuilder<unknown>; direction: 'asc' | 'desc' }>

const time = sql`timestamptz`
const number = sql`integer`
const text = sql`text`

const rank = sql`case tasks.priority when 'LOW' then 1 when 'MEDIUM' then 2 else 3 end`
const caseless = sql`lower(tasks.title)`

/** Every order that a list may have. Without a due date a task comes last, whichever way. */
export const orders: Readonly<Record<TaskOrder, Order>> = {
  '-created_at': { by: sql`tasks.created_at`, type: time, direction: 'desc' },
  created_at: { by: sql`tasks.created_at`, type: time, direction: 'asc' },
  due_date: { by: sql`coalesce(tasks.due_date, 'infinity')`, type: time, direction: 'asc' },
  '-due_date': { by: sql`coalesce(tasks.due_date, '-infinity')`, type: time, direction: 'desc' },
  priority: { by: rank, type: number, direction: 'asc' },
  '-priority': { by: rank, type: number, direction: 'desc' },
  title: { by: caseless, type: text, direction: 'asc' },
  '-title': { by: caseless, type: text, direction: 'desc' },
}
