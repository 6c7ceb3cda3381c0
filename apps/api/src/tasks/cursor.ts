import type { TaskOrder } from '@taskplatform/app-contract/task'
import { z } from 'zod'
import { Refusal } from '../errors.ts'

const content = z.tuple([z.string(), z.string(), z.int().positive()])

/** Where a page ended: the value that the list is ordered by, as text of PostgreSQL, and the id that breaks ties. */
export type Cursor = Readonly<{ value: string; id: number }>

/** Writes a cursor for the order that it belongs to. */
export const writeCursor = (order: TaskOrder, { value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([order, value, id])).toString('base64url')

/** Reads a cursor. Throws a refusal 400 for one that we did not write, or that belongs to another order. */
export function readCursor(order: TaskOrder, text: string): Cursor {
  const parsed = content.safeParse(jsonOf(text))
  if (!parsed.success) throw badCursor('is not one that this API gave')
  const [writtenFor, value, id] = parsed.data
  if (writtenFor !== order) throw badCursor(`belongs to a list in the order ${writtenFor}: begin without a cursor`)
  return { value, id }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** The refusal of a cursor, with what is wrong with it. */
export const badCursor = (message: string): Refusal =>
  new Refusal(400, 'invalid_request', `cursor: ${message}`, { details: [{ field: 'cursor', message }] })
