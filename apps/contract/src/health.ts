import { z } from 'zod'

/** The process runs. */
export const live = z.object({ status: z.literal('ok') }).meta({ id: 'Live' })

/** Whether requests can be served. Without Redis they can, but for login, refresh and logout. */
export const ready = z
  .object({
    status: z.enum(['ok', 'degraded', 'unhealthy']),
    database: z.enum(['ok', 'unavailable']),
    redis: z.enum(['ok', 'unavailable']).optional(),
  })
  .meta({ id: 'Ready' })
