import { z } from 'zod'

const credentials = z.object({ username: z.string().min(1), password: z.string() })

/** Whom the database knows us as. */
export type DatabaseCredentials = z.output<typeof credentials>

/** Reads the form in which Secrets Manager holds them, that of RDS too: `{"username": ..., "password": ...}`. */
export const parseDatabaseCredentials = (text: string): DatabaseCredentials => credentials.parse(JSON.parse(text))
