import { type Kysely, sql } from 'kysely'

/** Role that may do what the API does and nothing else. Roles that log in are members of it; the rotation makes and renews them. */
export const applicationRole = 'task_app'

/** Gives the application a role of its own: it reads and writes rows, and changes no table. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const role = sql.id(applicationRole)
  await sql`
    do $$ begin
      create role ${role} nologin;
    exception when duplicate_object then null;
    end $$`.execute(database)
  await sql`grant usage on schema public to ${role}`.execute(database)
  await sql`grant select, insert, update, delete on users, tasks to ${role}`.execute(database)
  await sql`grant usage, select on sequence users_id_seq, tasks_id_seq to ${role}`.execute(database)
}
