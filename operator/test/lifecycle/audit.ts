import { readFile } from 'node:fs/promises'
import { rightTo } from '../../src/access/rights.ts'

/** What a user asked of the API server, by its audit log: the rights that it took, and what was refused for want of one. */
export type Audited = Readonly<{ used: ReadonlySet<string>; refused: readonly string[] }>

/** Reads the audit log of one user's requests. A server-side apply that made something took two rights. */
export async function auditOf(path: string, user: string): Promise<Audited> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.endsWith('}'))
  const events = lines
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter((event) => event.user.username === user && event.objectRef !== undefined)
  return {
    used: new Set(events.flatMap(rightsIn)),
    refused: [...new Set(events.filter(({ responseStatus }) => responseStatus?.code === 403).flatMap(rightsIn))],
  }
}

type AuditEvent = Readonly<{
  verb: string
  user: Readonly<{ username: string }>
  objectRef?: Readonly<{ apiGroup?: string; resource?: string; subresource?: string }>
  responseStatus?: Readonly<{ code?: number }>
}>

const rightsIn = ({ verb, objectRef = {}, responseStatus }: AuditEvent): readonly string[] => {
  const { apiGroup = '', resource = '', subresource } = objectRef
  const right = (each: string) => rightTo(each, apiGroup, subresource ? `${resource}/${subresource}` : resource)
  const made = verb === 'patch' && responseStatus?.code === 201
  return made ? [right(verb), right('create')] : [right(verb)]
}
