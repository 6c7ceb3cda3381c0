import { type Kysely, sql } from 'kysely'

/**
 * A version for each task, raised by a trigger, so that an older release of the API raises it too; and indexes for the orders of a
 * list. Those for status and due date alone served no query: every one is for a single account.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table tasks add column if not exists version integer not null default 1`.execute(database)
  await sql`
    create or replace function update_updated_at_column() returns trigger language plpgsql as $$
    begin
      new.updated_at = now();
      return new;
    end $$`.execute(database)
  await sql`
    create or replace function raise_task_version() returns trigger language plpgsql as $$
    begin
      new.updated_at = now();
      new.version = old.version + 1;
      return new;
    end $$`.execute(database)
  await sql`drop trigger if exists update_users_updated_at on users`.execute(database)
  await sql`drop trigger if exists update_tasks_updated_at on tasks`.execute(database)
  await sql`create or replace trigger users_updated before update on users for each row execute function update_updated_at_column()`.execute(
    database,
  )
  await sql`create or replace trigger tasks_updated before update on tasks for each row execute function raise_task_version()`.execute(
    database,
  )
  await sql`create index if not exists tasks_of_user_by_age on tasks (user_id, created_at desc, id desc)`.execute(
    database,
  )
  await sql`create index if not exists tasks_of_user_by_due_date on tasks (user_id, (coalesce(due_date, 'infinity')), id)`.execute(
    database,
  )
  await sql`drop index if exists idx_tasks_status`.execute(database)
  await sql`drop index if exists idx_tasks_due_date`.execute(database)
}
