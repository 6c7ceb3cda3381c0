import { z } from 'zod'

const noNul = (text: string): boolean => !text.includes('\u0000')

const password = z
  .string('must be a text')
  .min(8, 'must be at least 8 characters')
  .max(128, 'must be at most 128 characters')

/** What an account is made from. */
export const registration = z
  .object({
    username: z
      .string('must be a text')
      .trim()
      .min(3, 'must be at least 3 characters')
      .max(50, 'must be at most 50 characters')
      .refine(noNul, 'must not contain the character U+0000'),
    email: z.email('must be an e-mail address').max(255, 'must be at most 255 characters'),
    password,
  })
  .meta({ id: 'Registration' })

/** What somebody logs in with. Limits are wide: an imported account may have been made under other rules. */
export const credentials = z
  .object({
    username: z
      .string('must be a text')
      .trim()
      .min(1, 'is required')
      .max(255, 'must be at most 255 characters')
      .refine(noNul, 'must not contain the character U+0000'),
    password: z.string('must be a text').min(1, 'is required').max(1024, 'must be at most 1024 characters'),
  })
  .meta({ id: 'Credentials' })

/** An account, without anything secret. */
export const account = z
  .object({ id: z.int().positive(), username: z.string(), email: z.string(), created_at: z.iso.datetime() })
  .meta({ id: 'Account' })

export type Registration = z.output<typeof registration>
export type Credentials = z.output<typeof credentials>
export type Account = z.output<typeof account>
