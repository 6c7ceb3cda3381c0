import { z } from 'zod'
import type { Account } from '../service/account.ts'
import type { Fault, Faults } from '../service/faults.ts'

/** An answer to a request: status and JSON. */
export type Reply = Readonly<{ status: number; body: unknown }>

/** One request of a test or a demonstration: what a console user would do in AWS, and what goes wrong there. */
export type ControlRequest = Readonly<{ method: string; path: string; body: string }>

/**
 * `GET /aws/resources`; `PATCH` (attributes as JSON) and `DELETE /aws/resources/KIND/REGION/ID`; `GET`, `PUT` (a list) and
 * `DELETE /faults`. `undefined` for other paths.
 */
export const answerControl = async (
  { account, faults }: Readonly<{ account: Account; faults: Faults }>,
  { method, path, body }: ControlRequest,
): Promise<Reply | undefined> => {
  const [, area, ...rest] = path.split('/').map(decodeURIComponent)
  try {
    if (area === 'faults') return answerFaults(faults, method, body)
    if (area === 'aws') return await answerResources(account, method, rest, body)
    return undefined
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

const verbs = z.enum(['create', 'update', 'delete'])

const faultList = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('refuse'),
      kind: z.string().optional(),
      verb: verbs.optional(),
      code: z.string(),
      message: z.string(),
      status: z.number().optional(),
    }),
    z.strictObject({ type: z.literal('stuck'), kind: z.string() }),
    z.strictObject({ type: z.literal('quotas'), quotas: z.record(z.string(), z.number()) }),
  ]),
)

const answerFaults = (faults: Faults, method: string, body: string): Reply => {
  if (method === 'PUT') faults.set(faultList.parse(JSON.parse(body)) as Fault[])
  else if (method === 'DELETE') faults.set([])
  else if (method !== 'GET') return { status: 405, body: { error: 'GET, PUT or DELETE' } }
  return { status: 200, body: faults.list() }
}

const attributes = z.record(z.string(), z.unknown())

const answerResources = async (
  account: Account,
  method: string,
  [collection, kind, region, ...id]: readonly string[],
  body: string,
): Promise<Reply> => {
  if (collection !== 'resources') return { status: 404, body: { error: 'try /aws/resources' } }
  if (method === 'GET' && kind === undefined) return { status: 200, body: account.list() }
  if (!['PATCH', 'DELETE'].includes(method) || !kind || !region)
    return { status: 405, body: { error: 'GET /aws/resources, PATCH or DELETE /aws/resources/KIND/REGION/ID' } }
  const changes = method === 'DELETE' ? 'delete' : attributes.parse(JSON.parse(body))
  // names of log groups have slashes
  const found = await account.alterOutside(kind, region, id.join('/'), changes)
  return found ? { status: 200, body: {} } : { status: 404, body: { error: 'no such resource' } }
}
