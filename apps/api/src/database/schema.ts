import type { TaskPriority, TaskStatus } from '@taskplatform/app-contract/task'
import type { ColumnType, Generated } from 'kysely'

/** Set by the database when a row is made or changed. */
type Stamp = ColumnType<Date, never, never>

/** The tables, as the newest migration leaves them. */
export type Schema = Readonly<{ users: UserTable; tasks: TaskTable }>

type UserTable = {
  id: Generated<number>
  username: string
  email: string
  password_hash: string
  created_at: Stamp
  updated_at: Stamp
}

type TaskTable = {
  id: Generated<number>
  user_id: number
  title: string
  description: string | null
  status: ColumnType<TaskStatus, TaskStatus, TaskStatus>
  priority: ColumnType<TaskPriority, TaskPriority, TaskPriority>
  due_date: ColumnType<Date | null, string | null, string | null>
  version: ColumnType<number, never, never>
  created_at: Stamp
  updated_at: Stamp
}
