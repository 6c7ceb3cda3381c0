import { type Kysely, sql } from 'kysely'

/**
 * The tables as every earlier installation has them, made where they are missing: an imported database has them already, and no
 * record of how they came to be.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table if not exists users (
      id serial primary key,
      username varchar(50) not null unique,
      email varchar(255) not null unique,
      password_hash varchar(255) not null,
      created_at timestamp not null default now(),
      updated_at timestamp not null default now()
    )`.execute(database)
  await sql`
    create table if not exists tasks (
      id serial primary key,
      user_id integer not null references users (id) on delete cascade,
      title varchar(200) not null,
      description text,
      status varchar(20) not null default 'TODO' check (status in ('TODO', 'IN_PROGRESS', 'DONE')),
      priority varchar(20) not null default 'MEDIUM' check (priority in ('LOW', 'MEDIUM', 'HIGH')),
      due_date timestamp,
      created_at timestamp not null default now(),
      updated_at timestamp not null default now()
    )`.execute(database)
}
