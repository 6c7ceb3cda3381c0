import type { Account } from '@taskplatform/app-contract/account'
import type { Kysely } from 'kysely'
import { orUnavailable, violatedUnique } from '../database/errors.ts'
import type { Schema } from '../database/schema.ts'
import { Refusal } from '../errors.ts'

/** An account with what is needed to log in. */
export type StoredUser = Readonly<{ id: number; username: string; passwordHash: string }>

/** Accounts in the database. */
export interface Users {
  /** Throws a refusal 409 if name or address are taken, also by a registration at the same moment. */
  add(user: Readonly<{ username: string; email: string; passwordHash: string }>): Promise<Account>
  byName(username: string): Promise<StoredUser | undefined>
  byId(id: number): Promise<Readonly<{ id: number; username: string }> | undefined>
  /** Replaces the hash, unless somebody has replaced it meanwhile. */
  rehash(user: StoredUser, passwordHash: string): Promise<void>
}

/** Accounts behind a query builder. */
export const createUsers = (query: Kysely<Schema>): Users => ({
  add: ({ username, email, passwordHash }) =>
    orUnavailable(async () => {
      try {
        const row = await query
          .insertInto('users')
          .values({ username, email, password_hash: passwordHash })
          .returning(['id', 'username', 'email', 'created_at'])
          .executeTakeFirstOrThrow()
        return { ...row, created_at: row.created_at.toISOString() }
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new Refusal(409, 'conflict', 'user already exists', { cause: error })
      }
    }),
  byName: (username) =>
    orUnavailable(() =>
      query
        .selectFrom('users')
        .select(['id', 'username', 'password_hash as passwordHash'])
        .where('username', '=', username)
        .executeTakeFirst(),
    ),
  byId: (id) =>
    orUnavailable(() => query.selectFrom('users').select(['id', 'username']).where('id', '=', id).executeTakeFirst()),
  rehash: ({ id, passwordHash: old }, passwordHash) =>
    orUnavailable(async () => {
      await query
        .updateTable('users')
        .set({ password_hash: passwordHash })
        .where('id', '=', id)
        .where('password_hash', '=', old)
        .execute()
    }),
})
