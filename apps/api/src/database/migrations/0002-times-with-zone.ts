import { type Kysely, sql } from 'kysely'

/** Times were kept without a zone, in UTC, so an offset that somebody gave was lost. Values stay the same moments. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of [
    ['users', ['created_at', 'updated_at']],
    ['tasks', ['due_date', 'created_at', 'updated_at']],
  ] as const) {
    const changes = columns.map(
      (column) => sql`alter column ${sql.ref(column)} type timestamptz using ${sql.ref(column)} at time zone 'UTC'`,
    )
    await sql`alter table ${sql.table(table)} ${sql.join(changes)}`.execute(database)
  }
}
