import type { NewTask, Task, TaskChange, TaskQuery } from '@taskplatform/app-contract/task'
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { orUnavailable } from '../database/errors.ts'
import type { Schema } from '../database/schema.ts'
import { badCursor, readCursor, writeCursor } from './cursor.ts'
import { type Order, orders } from './orders.ts'

/** A task with its version, which rises by one with each change. */
export type VersionedTask = Readonly<{ task: Task; version: number }>

/** What came of a change: the task, or why there was none. */
export type Changed = VersionedTask | 'missing' | 'outdated'

/** A page of tasks; `next` is the cursor of the page after it. */
export type Page = Readonly<{ tasks: Task[]; total: number; next: string | undefined }>

/** Tasks of one account each; nobody sees those of others. */
export interface Tasks {
  list(userId: number, query: TaskQuery): Promise<Page>
  add(userId: number, task: NewTask): Promise<VersionedTask>
  get(userId: number, id: number): Promise<VersionedTask | undefined>
  /** With `version`, only if the task still has it. */
  change(userId: number, id: number, change: TaskChange, version: number | undefined): Promise<Changed>
  remove(userId: number, id: number): Promise<boolean>
}

/** Tasks behind a query builder. */
export const createTasks = (query: Kysely<Schema>): Tasks => ({
  list: (userId, asked) => orUnavailable(() => list(query, userId, asked)),
  add: (userId, { title, description, status, priority, due_date }) =>
    orUnavailable(async () => {
      const row = await query
        .insertInto('tasks')
        .values({
          user_id: userId,
          title,
          description: description || null,
          status,
          priority,
          due_date: due_date ?? null,
        })
        .returning(columns)
        .executeTakeFirstOrThrow()
      return versioned(row)
    }),
  get: (userId, id) =>
    orUnavailable(async () => {
      const row = await query.selectFrom('tasks').select(columns).where(owned(userId, id)).executeTakeFirst()
      return row && versioned(row)
    }),
  change: (userId, id, change, version) => orUnavailable(() => changeTask(query, userId, id, change, version)),
  remove: (userId, id) =>
    orUnavailable(async () => {
      const { numDeletedRows } = await query.deleteFrom('tasks').where(owned(userId, id)).executeTakeFirst()
      return numDeletedRows > 0n
    }),
})

const columns = [
  'tasks.id',
  'tasks.user_id',
  'tasks.title',
  'tasks.description',
  'tasks.status',
  'tasks.priority',
  'tasks.due_date',
  'tasks.version',
  'tasks.created_at',
  'tasks.updated_at',
] as const

type Row = Omit<Task, 'description' | 'due_date' | 'created_at' | 'updated_at'> &
  Readonly<{ description: string | null; due_date: Date | null; version: number; created_at: Date; updated_at: Date }>

const versioned = (row: Row): VersionedTask => ({ task: taskOf(row), version: row.version })

const taskOf = ({
  id,
  user_id,
  title,
  description,
  status,
  priority,
  due_date,
  created_at,
  updated_at,
}: Row): Task => ({
  id,
  user_id,
  title,
  ...(description ? { description } : {}),
  status,
  priority,
  ...(due_date ? { due_date: due_date.toISOString() } : {}),
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})

const owned = (userId: number, id: number) => (expression: ExpressionBuilder<Schema, 'tasks'>) =>
  expression.and([expression('tasks.id', '=', id), expression('tasks.user_id', '=', userId)])

async function list(query: Kysely<Schema>, userId: number, asked: TaskQuery): Promise<Page> {
  const { sort = '-created_at', page, per_page, cursor } = asked
  const order = orders[sort]
  const matching = query.selectFrom('tasks').where(matches(userId, asked))
  const from = cursor === undefined ? undefined : readCursor(sort, cursor)
  const pageOf = matching
    .select(columns)
    .select(sql<string>`${order.by}::text`.as('place'))
    .$if(from !== undefined, (all) =>
      all.where(sql<boolean>`(${order.by}, tasks.id) ${after(order)} (${from?.value}::${order.type}, ${from?.id})`),
    )
    .orderBy(order.by, order.direction)
    .orderBy('tasks.id', order.direction)
    .limit(per_page + 1)
    .$if(from === undefined, (all) => all.offset((page - 1) * per_page))
  const [rows, { total }] = await Promise.all([
    pageOf.execute().catch(refuseBadValue),
    matching.select((all) => all.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  const shown = rows.slice(0, per_page)
  const last = shown.at(-1)
  const more = rows.length > per_page && last
  return {
    tasks: shown.map(taskOf),
    total: Number(total),
    next: more ? writeCursor(sort, { value: last.place, id: last.id }) : undefined,
  }
}

const after = ({ direction }: Order) => (direction === 'asc' ? sql`>` : sql`<`)

// a cursor of our form with a value that is none of its type
function refuseBadValue(error: unknown): never {
  if (['22007', '22008', '22P02', '22003'].includes((error as { code?: string }).code ?? '')) {
    throw badCursor('is not one that this API gave')
  }
  throw error
}

const matches =
  (userId: number, { status, priority, q }: TaskQuery) =>
  (expression: ExpressionBuilder<Schema, 'tasks'>) => {
    const pattern = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : undefined
    return expression.and([
      expression('tasks.user_id', '=', userId),
      ...(status ? [expression('tasks.status', '=', status)] : []),
      ...(priority ? [expression('tasks.priority', '=', priority)] : []),
      ...(pattern
        ? [
            expression.or([
              expression('tasks.title', 'ilike', pattern),
              expression('tasks.description', 'ilike', pattern),
            ]),
          ]
        : []),
    ])
  }

async function changeTask(
  query: Kysely<Schema>,
  userId: number,
  id: number,
  change: TaskChange,
  version: number | undefined,
): Promise<Changed> {
  const fields = fieldsOf(change)
  const unchanged = Object.keys(fields).length === 0
  const found = unchanged
    ? await query.selectFrom('tasks').select(columns).where(owned(userId, id)).executeTakeFirst()
    : await query
        .updateTable('tasks')
        .set(fields)
        .where(owned(userId, id))
        .$if(version !== undefined, (all) => all.where('tasks.version', '=', version as never))
        .returning(columns)
        .executeTakeFirst()
  if (found && unchanged && version !== undefined && found.version !== version) return 'outdated'
  if (found) return versioned(found)
  if (version === undefined) return 'missing'
  const stored = await query.selectFrom('tasks').select('tasks.id').where(owned(userId, id)).executeTakeFirst()
  return stored ? 'outdated' : 'missing'
}

// what is left out stays, and so does an empty title, as it always did; null and an empty description clear
function fieldsOf({ title, description, status, priority, due_date }: TaskChange) {
  return {
    ...(title ? { title } : {}),
    ...(description === undefined ? {} : { description: description || null }),
    ...(status ? { status } : {}),
    ...(priority ? { priority } : {}),
    ...(due_date === undefined ? {} : { due_date }),
  }
}
