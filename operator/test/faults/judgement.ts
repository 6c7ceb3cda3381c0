import { expect } from 'vitest'
import { type AwsEvent, awsEvents, awsResources } from '../lifecycle/aws.ts'
import type { OperatorUnderTest } from './operator-process.ts'
import { platformOf } from './platform.ts'
import type { Figures, World } from './row.ts'

/** Holds a platform that stands against what AWS did for it: nothing made twice, nothing that no object of ours knows. */
export async function expectWhole(world: World, namespace: string): Promise<Figures> {
  const events = await awsEvents(world.stack, namespace)
  const replaced = events.filter(({ op }) => op === 'replacement-refused').map(({ owner }) => owner)
  expect({ twice: madeTwice(events), replaced, orphans: await unknownToUs(world, namespace) }).toEqual({
    twice: [],
    replaced: [],
    orphans: [],
  })
  return { duplicates: 0, orphans: 0 }
}

/** Looks for what is left of a platform that is gone: in the management cluster, and in AWS. */
export async function expectNothingLeft(world: World, namespace: string): Promise<Figures> {
  const managed = (await platformOf(world, namespace).managed()).map(ownerOf)
  const inAws = (await awsResources(world.stack))
    .filter((one) => !keptByAws.has(one.kind) && JSON.stringify(one).includes(namespace))
    .map(({ kind, id }) => `${kind} ${id}`)
  expect([...managed, ...inAws, ...(await unknownToUs(world, namespace))]).toEqual([])
  return { orphans: 0 }
}

/** Sees that every life of an operator ended because somebody ended it. */
export const expectNoCrash = ({ crashes }: OperatorUnderTest): void => expect(crashes).toEqual([])

function madeTwice(events: readonly AwsEvent[]): readonly string[] {
  const owners = events.filter(({ op }) => op === 'created').map(({ owner }) => owner)
  return owners.filter((owner, index) => owners.indexOf(owner) !== index)
}

// the log of AWS against the managed resources; AWS has longer names for some kinds, as CacheSubnetGroup for SubnetGroup
async function unknownToUs(world: World, namespace: string): Promise<readonly string[]> {
  const known = (await platformOf(world, namespace).managed()).map(ownerOf)
  const made = new Set<string>()
  for (const { op, owner } of await awsEvents(world.stack, namespace)) {
    if (op === 'created') made.add(owner)
    if (op === 'deleted') made.delete(owner)
  }
  return [...made].filter((owner) => !known.some((one) => owner.endsWith(one)))
}

const ownerOf = ({ kind, metadata }: { kind: string; metadata: { namespace?: string | undefined; name: string } }) =>
  `${kind}/${metadata.namespace}/${metadata.name}`

/** What AWS keeps of its own accord for some days. */
const keptByAws: ReadonlySet<string> = new Set(['PendingKey', 'DeletedSecret', 'ScheduledSecret'])
