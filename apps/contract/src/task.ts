import { z } from 'zod'

/** Where a task stands. */
export const taskStatus = z.enum(['TODO', 'IN_PROGRESS', 'DONE']).meta({ id: 'TaskStatus' })

/** How much a task matters. */
export const taskPriority = z.enum(['LOW', 'MEDIUM', 'HIGH']).meta({ id: 'TaskPriority' })

/** A moment in RFC 3339 with its offset; one without an offset would mean something else in each time zone. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be a time in RFC 3339 with an offset, for example 2026-12-01T09:00:00+09:00' })
  .refine((text) => inRange(Date.parse(text)), 'must lie between the years 1 and 9999')
  .meta({ id: 'Moment', format: 'date-time' })

/** A task as the API gives it. A description that is empty and a due date that is not set are left out. */
export const task = z
  .object({
    id: z.int().positive(),
    user_id: z.int().positive(),
    title: z.string(),
    description: z.string().optional(),
    status: taskStatus,
    priority: taskPriority,
    due_date: moment.optional(),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Task' })

const title = z
  .string('must be a text')
  .trim()
  .max(200, 'must be at most 200 characters')
  .refine(storable, 'must not contain the character U+0000')
const description = z
  .string('must be a text')
  .max(10_000, 'must be at most 10000 characters')
  .refine(storable, 'must not contain the character U+0000')

/** What a task is made from. */
export const newTask = z
  .object({
    title: title.min(1, 'is required'),
    description: description.nullish(),
    status: taskStatus.default('TODO'),
    priority: taskPriority.default('MEDIUM'),
    due_date: moment.nullish(),
  })
  .meta({ id: 'NewTask' })

/**
 * A change of a task. What is left out stays as it is, and so does an empty title; `null` clears description and due date, and so
 * does an empty description.
 */
export const taskChange = z
  .object({
    title: title.optional(),
    description: description.nullish(),
    status: taskStatus.optional(),
    priority: taskPriority.optional(),
    due_date: moment.nullish(),
  })
  .meta({ id: 'TaskChange' })

/** A change of the status alone. */
export const statusChange = z.object({ status: taskStatus }).meta({ id: 'StatusChange' })

/** Orders of a list; a minus means descending. Tasks without a due date come last both ways. */
export const taskOrders = [
  '-created_at',
  'created_at',
  'due_date',
  '-due_date',
  '-priority',
  'priority',
  'title',
  '-title',
] as const

/**
 * Which tasks to list. `page` and `per_page` that are no sensible number mean their defaults, as they always did; everything else
 * that cannot be understood is refused. `cursor` goes on where the page before ended, and then `page` does not count.
 */
export const taskQuery = z
  .object({
    status: emptyIsUnset(taskStatus),
    priority: emptyIsUnset(taskPriority),
    q: emptyIsUnset(
      z
        .string()
        .trim()
        .max(200, 'must be at most 200 characters')
        .refine(storable, 'must not contain the character U+0000'),
    ).describe('Text in title or description.'),
    sort: emptyIsUnset(z.enum(taskOrders)).describe('Order of the list; newest first if not given.'),
    page: wholeOr(1, { min: 1, max: 1_000_000 }).describe('Page, from 1.'),
    per_page: wholeOr(20, { min: 1, max: 100 }).describe('Tasks on a page, 1 to 100.'),
    cursor: emptyIsUnset(z.string().max(1000, 'is not one that this API gave')).describe(
      'next_cursor of the page before.',
    ),
  })
  .meta({ id: 'TaskQuery' })

/** A page of tasks. `next_cursor` is there when more follow. */
export const taskPage = z
  .object({
    data: z.array(task),
    meta: z.object({
      total: z.int().min(0),
      page: z.int().min(1),
      per_page: z.int().min(1),
      next_cursor: z.string().optional(),
    }),
  })
  .meta({ id: 'TaskPage' })

export type Task = z.output<typeof task>
export type TaskStatus = z.output<typeof taskStatus>
export type TaskPriority = z.output<typeof taskPriority>
export type NewTask = z.output<typeof newTask>
export type TaskChange = z.output<typeof taskChange>
export type TaskQuery = z.output<typeof taskQuery>
export type TaskOrder = (typeof taskOrders)[number]
export type TaskPage = z.output<typeof taskPage>

// PostgreSQL has no way to store it in a text
function storable(text: string): boolean {
  return !text.includes('\u0000')
}

function inRange(milliseconds: number): boolean {
  const year = new Date(milliseconds).getUTCFullYear()
  return year >= 1 && year <= 9999
}

function emptyIsUnset<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional()) as unknown as z.ZodOptional<T>
}

function wholeOr(fallback: number, { min, max }: { min: number; max: number }) {
  return z
    .preprocess(
      (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : fallback),
      z.int().transform((value) => (value >= min && value <= max ? value : fallback)),
    )
    .default(fallback)
    .meta({ override: { type: 'integer', minimum: min, maximum: max, default: fallback } })
}
