import { z } from 'zod'

/**
 * Asks for the refresh token in an httpOnly cookie instead of the body, for browsers: header `X-Token-Delivery: cookie`. A refresh
 * or logout by cookie must repeat the cookie `csrf_token` in the header `X-CSRF-Token`.
 */
export const delivery = { header: 'x-token-delivery', cookie: 'cookie', csrfHeader: 'x-csrf-token' } as const

/** Names of the cookies of a browser's session. */
export const cookieNames = { refresh: 'refresh_token', csrf: 'csrf_token' } as const

/** What a login or a refresh gives. `expires_in` counts seconds of the access token. Without `refresh_token` it is in the cookie. */
export const tokens = z
  .object({
    access_token: z.string(),
    refresh_token: z.string().optional(),
    expires_in: z.int().positive(),
    token_type: z.literal('Bearer'),
  })
  .meta({ id: 'Tokens' })

/** The refresh token, for clients that keep it themselves; browsers send the cookie and an empty object. */
export const refreshRequest = z
  .object({ refresh_token: z.string('must be a text').min(1, 'is required').max(4096, 'is not a token').optional() })
  .meta({ id: 'RefreshRequest' })

/** A place where somebody is logged in. */
export const session = z
  .object({
    id: z.string(),
    current: z.boolean().describe('Whether it is the one that asks.'),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
    user_agent: z.string().optional(),
    ip: z.string().optional(),
  })
  .meta({ id: 'Session' })

export type Tokens = z.output<typeof tokens>
export type Session = z.output<typeof session>
