import { describe, expect, test } from 'vitest'
import { group, largestCluster, productionCluster } from '../../../test/clusters.ts'
import { ready, settled, withCondition } from '../../../test/observed.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { generationOf, groupsOf } from './generation.ts'
import { type NodeGroupPlan, nodeGroupPlan } from './node-group-plan.ts'
import { clusterPlan, keys } from './plan.ts'

type Spec = Parameters<typeof productionCluster>[0]

const planFor = (spec: Spec, observed: Observed): NodeGroupPlan =>
  nodeGroupPlan(clusterPlan(productionCluster(spec), observed))

/** Generations of a spec by the name of the group. */
const generations = (spec: Spec): Record<string, string> => {
  const plan = clusterPlan(productionCluster(spec), {})
  return Object.fromEntries(groupsOf(plan.spec).map((one) => [one.name, generationOf(one, plan.spec.subnetIds)]))
}

const small = { nodeGroups: [group('general')] }
const large = { nodeGroups: [group('general', { diskGiB: 80 })] }
const larger = { nodeGroups: [group('general', { diskGiB: 90 })] }
const [a, b, c] = [small, large, larger].map((spec) => generations(spec)['general']) as [string, string, string]

/** A node group as EKS reports it. */
const nodes = (generation: string, status: string, metadata: Partial<ManagedResource['metadata']> = {}): Observed => {
  const one = ready({
    apiVersion: 'eks.aws.m.upbound.io/v1beta1',
    kind: 'NodeGroup',
    metadata: { name: generation, namespace: 'team-tasks', ...metadata },
    spec: { forProvider: {} },
  })
  return { [keys.nodeGroup(generation)]: { ...one, status: { ...one.status, atProvider: { status } } } }
}

const summary = ({ present, waiting, kept }: NodeGroupPlan) => ({
  present: present.map(({ generation }) => generation),
  waiting: waiting.map(({ generation }) => generation),
  kept,
})

const refused = (generation: string): Observed => ({
  [keys.nodeGroup(generation)]: withCondition(
    { ...(nodes(generation, '')[keys.nodeGroup(generation)] as ManagedResource), status: {} },
    'LastAsyncOperation',
    'False',
    { message: 'api error InvalidParameterException: no such instance type' },
  ),
})

test.each<{ why: string; spec: Spec; given: Observed; is: ReturnType<typeof summary> }>([
  { why: 'a group that is not there is made', spec: small, given: {}, is: { present: [a], waiting: [], kept: [] } },
  {
    why: 'a changed disk makes another generation beside the old one',
    spec: large,
    given: nodes(a, 'ACTIVE'),
    is: { present: [b], waiting: [], kept: [a] },
  },
  {
    why: 'the old one stays while the new one is being made',
    spec: large,
    given: { ...nodes(a, 'ACTIVE'), ...nodes(b, 'CREATING') },
    is: { present: [b], waiting: [], kept: [a] },
  },
  {
    why: 'and while the new one is not well',
    spec: large,
    given: { ...nodes(a, 'ACTIVE'), ...nodes(b, 'DEGRADED') },
    is: { present: [b], waiting: [], kept: [a] },
  },
  {
    why: 'and goes when the new one is ready',
    spec: large,
    given: { ...nodes(a, 'ACTIVE'), ...nodes(b, 'ACTIVE') },
    is: { present: [b], waiting: [], kept: [] },
  },
  {
    why: 'one that came to nothing makes room for the next at once; the one with nodes stays',
    spec: larger,
    given: { ...nodes(a, 'ACTIVE'), ...nodes(b, 'CREATE_FAILED') },
    is: { present: [c], waiting: [], kept: [a] },
  },
  {
    why: 'so does one that AWS refused',
    spec: larger,
    given: { ...nodes(a, 'ACTIVE'), ...refused(b) },
    is: { present: [c], waiting: [], kept: [a] },
  },
  {
    why: 'of two with nodes the younger has taken over already',
    spec: larger,
    given: {
      ...nodes(a, 'ACTIVE', { creationTimestamp: '2026-11-24T00:00:00Z' }),
      ...nodes(b, 'ACTIVE', { creationTimestamp: '2026-11-24T01:00:00Z' }),
    },
    is: { present: [c], waiting: [], kept: [b] },
  },
  {
    why: 'of two with nodes neither goes while neither is well',
    spec: larger,
    given: { ...nodes(a, 'DEGRADED'), ...nodes(b, 'DEGRADED') },
    is: { present: [c], waiting: [], kept: [a, b] },
  },
  {
    why: 'going back to the old one keeps it, and the new one goes',
    spec: small,
    given: { ...nodes(a, 'ACTIVE'), ...nodes(b, 'CREATING') },
    is: { present: [a], waiting: [], kept: [] },
  },
])('$why', ({ spec, given, is }) => expect(summary(planFor(spec, given))).toEqual(is))

describe('several groups', () => {
  const old = { nodeGroups: [group('general'), group('batch')] }
  const young = { nodeGroups: [group('general', { diskGiB: 80 }), group('batch', { diskGiB: 80 })] }
  const [was, will] = [generations(old), generations(young)] as [Record<string, string>, Record<string, string>]
  const active = (...some: (string | undefined)[]) =>
    Object.assign({}, ...some.map((one) => nodes(one as string, 'ACTIVE'))) as Observed

  test.each<{ why: string; spec: Spec; given: Observed; is: object }>([
    {
      why: 'are replaced one at a time',
      spec: young,
      given: active(was['general'], was['batch']),
      is: { present: [will['general']], waiting: [will['batch']], kept: [was['general'], was['batch']] },
    },
    {
      why: 'the second waits until the first old one is really gone',
      spec: young,
      given: active(was['general'], was['batch'], will['general']),
      is: { present: [will['general']], waiting: [will['batch']], kept: [was['batch']] },
    },
    {
      why: 'and comes then',
      spec: young,
      given: active(was['batch'], will['general']),
      is: { present: [will['general'], will['batch']], waiting: [], kept: [was['batch']] },
    },
    {
      why: 'a group that is removed goes when the others are ready',
      spec: { nodeGroups: [group('general')] },
      given: active(was['general'], was['batch']),
      is: { present: [was['general']], waiting: [], kept: [] },
    },
    {
      why: 'and not before: a group with another name needs somewhere for its pods to go',
      spec: { nodeGroups: [group('workers')] },
      given: active(was['general']),
      is: {
        present: [generations({ nodeGroups: [group('workers')] })['workers']],
        waiting: [],
        kept: [was['general']],
      },
    },
  ])('$why', ({ spec, given, is }) => expect(summary(planFor(spec, given))).toEqual(is))
})

describe('as many groups as there may be, all with other names', () => {
  const renamed = { nodeGroups: ['v', 'w', 'x', 'y', 'z'].map((name) => group(name)) }
  const names = generations(renamed)
  const before = settled(largestCluster()).observed
  const planned = (observed: Observed) => nodeGroupPlan(clusterPlan(largestCluster(renamed), observed))

  test('there is room for one more, and none goes', () => {
    const { present, waiting, kept } = planned(before)
    expect([present.length, waiting.length, kept.length]).toEqual([1, 4, 5])
  })

  test('when it is ready, one makes room, and no other while that one is going', () => {
    const first = { ...before, ...nodes(names['v'] as string, 'ACTIVE') }
    expect(planned(first).kept).toHaveLength(4)
    const gone = Object.keys(first).find((key) => key.startsWith('node-group-a-')) as string
    const going = {
      ...(first[gone] as ManagedResource),
      metadata: { ...first[gone]?.metadata, deletionTimestamp: 'now' },
    }
    expect(planned({ ...first, [gone]: going as ManagedResource }).kept).toHaveLength(5)
  })
})
