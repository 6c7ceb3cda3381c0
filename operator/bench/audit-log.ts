import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One request, as the API server's audit log tells it. */
export type AuditedRequest = Readonly<{
  user: string
  verb: string
  resource: string
  /** Milliseconds since the epoch when the answer was complete. */
  at: number
  dryRun: boolean
}>

/** Reads the audit log from the byte `start` on: one JSON event per line, written when a request is complete. */
export async function readAuditLog(path: string, start = 0): Promise<readonly AuditedRequest[]> {
  const requests: AuditedRequest[] = []
  for await (const line of createInterface({ input: createReadStream(path, { start }) })) {
    // the last line may still be written
    if (!line.endsWith('}')) continue
    const event = JSON.parse(line) as AuditEvent
    if (isComplete(event)) requests.push(requestOf(event))
  }
  return requests
}

/** Requests in a span of time, from `since` up to but not including `until`. */
export const within = (requests: readonly AuditedRequest[], since: number, until: number): readonly AuditedRequest[] =>
  requests.filter(({ at }) => at >= since && at < until)

/** Whether a request may have changed something. A dry run never does. */
export const isWrite = ({ verb, dryRun }: AuditedRequest): boolean => writingVerbs.has(verb) && !dryRun

const writingVerbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection'])

type AuditEvent = Readonly<{
  stage: string
  verb: string
  user: Readonly<{ username: string }>
  requestURI: string
  objectRef?: Readonly<{ resource?: string; subresource?: string }>
  stageTimestamp: string
}>

const isComplete = ({ stage }: AuditEvent): boolean => stage === 'ResponseComplete'

const requestOf = ({ verb, user, requestURI, objectRef, stageTimestamp }: AuditEvent): AuditedRequest => ({
  user: user.username,
  verb,
  resource: [objectRef?.resource ?? 'none', ...(objectRef?.subresource ? [objectRef.subresource] : [])].join('/'),
  at: Date.parse(stageTimestamp),
  dryRun: /[?&]dryRun=/.test(requestURI),
})
