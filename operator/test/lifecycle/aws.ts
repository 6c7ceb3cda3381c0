import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import type { Stack } from '@taskplatform/bootstrap/local/stack'

/** One line of the log that the twin's AWS keeps of itself, as far as these tests look into it. */
export type AwsEvent = Readonly<{
  /** Milliseconds since the epoch. */
  at: number
  op: 'created' | 'modified' | 'deleted' | 'refused' | 'replacement-refused'
  /** Kind of the resource, as the twin calls it. */
  kind: string
  /** Object of the management cluster that it was done for: `KIND/NAMESPACE/NAME`. */
  owner: string
  /** When what was begun is done: a creation or a change is ready, a deletion has taken place. */
  doneAt: number
  /** What a modification changed, and what a creation made; nothing else has them. */
  changes?: Readonly<Record<string, unknown>>
  attributes?: Readonly<Record<string, unknown>>
  /** What the service said when it refused. */
  code: string | undefined
}>

/** Something in the twin's AWS. */
export type AwsResource = Readonly<{
  kind: string
  region: string
  id: string
  attributes: Readonly<Record<string, unknown>>
}>

/** What the twin's AWS was made to do for the objects of a namespace, in order. */
export async function awsEvents({ stateDir }: Stack, namespace: string): Promise<readonly AwsEvent[]> {
  const lines = (await readFile(join(layoutOf(stateDir).dataOf('twin'), 'aws-log.jsonl'), 'utf8')).trim().split('\n')
  return lines.map((line) => eventOf(JSON.parse(line))).filter(({ owner }) => owner.split('/')[1] === namespace)
}

/** When something that no object of the management cluster stood for went, in milliseconds since the epoch. */
export async function removedOutsideAt({ stateDir }: Stack, kind: string, region: string): Promise<number> {
  const lines = (await readFile(join(layoutOf(stateDir).dataOf('twin'), 'aws-log.jsonl'), 'utf8')).trim().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as { op: string; kind?: string; region?: string; at: number })
  const found = entries.find(
    (entry) => entry.op === 'deleted-outside' && entry.kind === kind && entry.region === region,
  )
  if (!found) throw new Error(`no ${kind} of ${region} was removed`)
  return found.at
}

/** All that exists in the twin's AWS. */
export async function awsResources(stack: Stack): Promise<readonly AwsResource[]> {
  return (await (await fetch(`${twinOf(stack)}/aws/resources`)).json()) as AwsResource[]
}

/** Lets AWS go wrong in these ways until the next call. */
export async function setFaults(stack: Stack, faults: readonly object[]): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${twinOf(stack)}/faults`, { method: 'PUT', body: JSON.stringify(faults), headers })
  if (!answer.ok) throw new Error(`the twin does not take these faults: ${await answer.text()}`)
}

/** Deletes something behind everybody's back, as a person at the console would. */
export async function deleteOutside(stack: Stack, { kind, region, id }: AwsResource): Promise<void> {
  await fetch(`${twinOf(stack)}/aws/resources/${kind}/${region}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Alters something behind everybody's back: AWS itself, or a person at the console. */
export async function alterOutside(stack: Stack, { kind, region, id }: AwsResource, changes: object): Promise<void> {
  const url = `${twinOf(stack)}/aws/resources/${kind}/${region}/${encodeURIComponent(id)}`
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'PATCH', body: JSON.stringify(changes), headers })
  if (!answer.ok) throw new Error(`the twin does not take these changes: ${await answer.text()}`)
}

const twinOf = ({ ports }: Stack): string => `http://127.0.0.1:${ports.twinHealth}`

type LogLine = Readonly<{
  at: number
  op: AwsEvent['op']
  owner?: string
  kind?: string
  resource?: Readonly<{ kind: string; readyAt: number; attributes?: Readonly<Record<string, unknown>> }>
  changes?: Readonly<Record<string, unknown>>
  readyAt?: number
  goneAt?: number
  code?: string
}>

const eventOf = ({ at, op, owner = '', kind, resource, changes, readyAt, goneAt, code }: LogLine): AwsEvent => ({
  at,
  op,
  kind: kind ?? resource?.kind ?? '',
  owner,
  doneAt: resource?.readyAt ?? readyAt ?? goneAt ?? at,
  ...(changes ? { changes } : {}),
  ...(resource?.attributes ? { attributes: resource.attributes } : {}),
  code,
})
