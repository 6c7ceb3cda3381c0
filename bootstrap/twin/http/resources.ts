import { z } from 'zod'
import type { Account } from '../service/account.ts'
import type { Reply } from './reply.ts'

/**
 * What a console user does: `GET /aws/resources`; `PUT` (makes one), `PATCH` (alters) and `DELETE /aws/resources/KIND/REGION/ID`,
 * attributes as JSON.
 */
export const answerResources = async (
  account: Account,
  method: string,
  [kind, region, ...rest]: readonly string[],
  body: string,
): Promise<Reply> => {
  if (method === 'GET' && kind === undefined) return { status: 200, body: account.list() }
  if (!['PUT', 'PATCH', 'DELETE'].includes(method) || !kind || !region)
    return { status: 405, body: { error: 'GET /aws/resources; PUT, PATCH or DELETE /aws/resources/KIND/REGION/ID' } }
  // names of log groups have slashes
  const id = rest.join('/')
  const changes = method === 'DELETE' ? 'delete' : attributes.parse(JSON.parse(body))
  if (method === 'PUT' && changes !== 'delete') {
    await account.makeOutside(kind, region, id, changes)
    return { status: 201, body: {} }
  }
  const found = await account.alterOutside(kind, region, id, changes)
  return found ? { status: 200, body: {} } : { status: 404, body: { error: 'no such resource' } }
}

const attributes = z.record(z.string(), z.unknown())
