import { z } from 'zod'
import type { Fault, Faults } from '../service/faults.ts'
import type { Reply } from './reply.ts'

/** `GET`, `PUT` (a list) and `DELETE /faults`. Throws a ZodError for what is no fault. */
export const answerFaults = (faults: Faults, method: string, body: string): Reply => {
  if (method === 'PUT') faults.set(faultList.parse(JSON.parse(body)) as Fault[])
  else if (method === 'DELETE') faults.set([])
  else if (method !== 'GET') return { status: 405, body: { error: 'GET, PUT or DELETE' } }
  return { status: 200, body: faults.list() }
}

const whose = { kind: z.string().optional(), object: z.string().optional() }
const verb = z.enum(['create', 'update', 'delete']).optional()
const times = z.int().min(1).optional()

const faultList = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({
      ...whose,
      type: z.literal('refuse'),
      verb,
      code: z.string(),
      message: z.string(),
      status: z.number().optional(),
      times,
    }),
    z.strictObject({ ...whose, type: z.literal('throttle'), verb, times }),
    z.strictObject({ ...whose, type: z.literal('stuck') }),
    z.strictObject({ ...whose, type: z.literal('slow'), factor: z.number().min(0) }),
    z.strictObject({
      ...whose,
      type: z.literal('failed'),
      state: z.string().optional(),
      message: z.string().optional(),
    }),
    z.strictObject({ ...whose, type: z.literal('leak') }),
    z.strictObject({ ...whose, type: z.literal('cut-off'), times }),
    z.strictObject({ ...whose, type: z.literal('quotas'), quotas: z.record(z.string(), z.number()) }),
  ]),
)
