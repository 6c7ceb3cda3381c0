import { describe, expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeCluster } from './cluster.ts'

const nodeGroups = [group('general'), group('batch')]
const old = productionCluster({ version: '1.35', nodeGroups })
const young = productionCluster({ version: '1.36', nodeGroups })
const { observed: before } = settled(old)

const asked = (observed: Observed, key: string, composite: object = young) =>
  composeCluster(composite, observed).resources[key]?.resource.spec.forProvider ?? {}
const nodeGroupKeys = Object.keys(before).filter((key) => key.startsWith('node-group-')) as [string, string]
const minor = (version: unknown) => /1\.(\d+)/.exec(String(version))?.[0]

/** The resource with something else in what was asked for, or in what AWS reports. */
const edited = (observed: Observed, key: string, { spec = {}, status = {} }: { spec?: object; status?: object }) => {
  const one = observed[key] as ManagedResource
  return {
    ...observed,
    [key]: {
      ...one,
      spec: { ...one.spec, forProvider: { ...one.spec.forProvider, ...spec } },
      status: { ...one.status, atProvider: { ...one.status?.atProvider, ...status } },
    },
  }
}

describe('an upgrade of Kubernetes', () => {
  // what happens in each round of composing, everything being made in between
  const rounds = roundsOf(young, before).map(({ composition }) => ({
    controlPlane: minor(composition.resources['cluster']?.resource.spec.forProvider['version']),
    proxy: minor(composition.resources['addon-kube-proxy']?.resource.spec.forProvider['addonVersion']),
    nodes: nodeGroupKeys.map((key) => minor(composition.resources[key]?.resource.spec.forProvider['version'])),
  }))

  test('goes through the control plane, then one group of nodes after the other, then the add-ons', () =>
    expect(rounds.slice(0, 4)).toEqual([
      { controlPlane: '1.36', proxy: '1.35', nodes: ['1.35', '1.35'] },
      { controlPlane: '1.36', proxy: '1.35', nodes: ['1.36', '1.35'] },
      { controlPlane: '1.36', proxy: '1.35', nodes: ['1.36', '1.36'] },
      { controlPlane: '1.36', proxy: '1.36', nodes: ['1.36', '1.36'] },
    ]))

  test.each([
    {
      why: 'nodes are held: neither they nor the add-ons follow',
      hold: { holdNodesAt: '1.35' as const },
      nodes: '1.35',
      proxy: '1.35',
    },
    { why: 'only add-ons are held', hold: { holdAddonsAt: '1.35' as const }, nodes: '1.36', proxy: '1.35' },
    { why: 'nothing is held', hold: {}, nodes: '1.36', proxy: '1.36' },
  ])('goes as far as it may, and the layer is ready there: $why', ({ hold, nodes, proxy }) => {
    const { composition } = settled(productionCluster({ version: '1.36', nodeGroups, ...hold }), before)
    expect(composition.ready).toBe(true)
    expect(composition.status).toMatchObject({ version: '1.36', nodesVersion: nodes, addonsVersion: proxy })
    expect(composition.status['nodeGroups']).toMatchObject([{ version: nodes }, { version: nodes }])
  })

  test('waits when the nodes would be more than three minor versions behind', () => {
    const old = nodeGroupKeys.reduce((all, key) => edited(all, key, { status: { version: '1.32' } }), before)
    const { resources, conditions } = composeCluster(young, old)
    expect(resources['cluster']?.resource.spec.forProvider['version']).toBe('1.35')
    expect(conditions[0]?.message).toContain('the nodes to leave 1.32')
  })

  test('makes no node group anew', () =>
    expect(Object.keys(settled(young, before).composition.resources).sort()).toEqual(Object.keys(before).sort()))

  test('never skips a minor version, and says which step to take', () => {
    const oldest = settled(productionCluster({ version: '1.34', nodeGroups })).observed
    const { resources, ready, conditions } = composeCluster(young, oldest)
    expect(resources['cluster']?.resource.spec.forProvider['version']).toBe('1.34')
    expect(ready).toBe(false)
    expect(conditions[0]?.message).toBe(
      'Waiting for version 1.35 in the spec: EKS does not go from 1.34 to 1.36 at once',
    )
  })

  test('leaves add-ons and nodes as they are until the control plane has the version, whatever the spec says of them', () => {
    const upgrading = edited(before, 'cluster', { spec: { version: '1.36' }, status: { version: '1.35' } })
    const override = productionCluster({
      version: '1.36',
      nodeGroups,
      addonVersions: { coredns: 'v1.14.9-eksbuild.1' },
    })
    expect(asked(upgrading, 'addon-coredns', override)['addonVersion']).toBe(
      before['addon-coredns']?.spec.forProvider['addonVersion'],
    )
    expect(asked(upgrading, nodeGroupKeys[0], override)['version']).toBe('1.35')
  })

  test('nor before EKS is done with it, if it tells the version earlier', () => {
    const upgrading = edited(before, 'cluster', {
      spec: { version: '1.36' },
      status: { version: '1.36', status: 'UPDATING' },
    })
    expect(minor(asked(upgrading, 'addon-kube-proxy')['addonVersion'])).toBe('1.35')
    expect(asked(upgrading, nodeGroupKeys[0])['version']).toBe('1.35')
  })

  test('keeps nodes that were raised when an add-on is unwell afterwards', () => {
    const { observed } = settled(young, before)
    const unwell = edited(observed, 'addon-coredns', { status: { addonVersion: 'v1.0.0-eksbuild.1' } })
    for (const key of nodeGroupKeys) expect(asked(unwell, key)['version']).toBe('1.36')
  })

  test.each([
    { why: 'within what the release knows', wanted: old, raised: '1.36', stays: '1.35' },
    { why: 'beyond what the release knows', wanted: young, raised: '1.37', stays: '1.36' },
  ])('by EKS itself, $why, keeps nodes and add-ons where the spec has them', ({ wanted, raised, stays }) => {
    const { observed } = settled(wanted)
    const after = edited(observed, 'cluster', { status: { version: raised } })
    expect(asked(after, 'cluster', wanted)['version']).toBe(raised)
    expect(asked(after, nodeGroupKeys[0], wanted)['version']).toBe(stays)
    expect(minor(asked(after, 'addon-kube-proxy', wanted)['addonVersion'])).toBe(stays)
  })
})

describe('a change of the launch template', () => {
  const templates = nodeGroupKeys.map((key) => key.replace('node-group-', 'launch-template-'))
  const { observed } = settled(young)
  const changed = templates.reduce((all, key) => edited(all, key, { status: { latestVersion: 2 } }), observed)
  const versions = (given: Observed) =>
    nodeGroupKeys.map((key) => (asked(given, key)['launchTemplate'] as { version: string }).version)

  test('replaces the nodes of one group after the other', () => {
    expect(versions(changed)).toEqual(['2', '1'])
    const first = edited(changed, nodeGroupKeys[0], {
      spec: { launchTemplate: { version: '2' } },
      status: { launchTemplate: { version: '2' } },
    })
    expect(versions(first)).toEqual(['2', '2'])
  })

  test('and the second not before the first is done', () => {
    const rolling = edited(changed, nodeGroupKeys[0], {
      spec: { launchTemplate: { version: '2' } },
      status: { status: 'UPDATING' },
    })
    expect(versions(rolling)).toEqual(['2', '1'])
    const { ready, conditions } = composeCluster(young, rolling)
    expect(ready).toBe(false)
    expect(conditions[0]?.message).toContain('the nodes of batch, to be replaced')
  })
})

test('a group of which nothing is known any more stays as it is', () => {
  const { observed } = settled(young)
  const [key] = nodeGroupKeys
  const { [key.replace('node-group-', 'launch-template-')]: _, ...withoutTemplate } = observed
  const group = observed[key] as ManagedResource
  const bare = { ...group, spec: { ...group.spec, forProvider: {} }, status: {} }
  expect(asked({ ...withoutTemplate, [key]: bare }, key)).toEqual({})
  expect(Object.keys(composeCluster(young, { ...withoutTemplate, [key]: bare }).resources)).toContain(key)
})

describe('sizes', () => {
  const [key] = nodeGroupKeys
  const { observed } = settled(young)
  const scaled = edited(observed, key, { status: { scalingConfig: { minSize: 3, maxSize: 10, desiredSize: 7 } } })
  const wider = productionCluster({
    version: '1.36',
    nodeGroups: [group('general', { size: { min: 2, max: 20 } }), group('batch')],
  })

  test('are asked for at creation only, and nothing is copied back from AWS', () => {
    const { spec } = settled(young).composition.resources[key]?.resource ?? {}
    expect(spec).toMatchObject({
      initProvider: { scalingConfig: { minSize: 3, maxSize: 10, desiredSize: 3 } },
      managementPolicies: ['Observe', 'Create', 'Update', 'Delete'],
    })
    expect(spec?.forProvider).not.toHaveProperty('scalingConfig')
  })

  test('the autoscaler decides, and is not undone', () =>
    expect(asked(scaled, key)).not.toHaveProperty('scalingConfig'))

  test('other bounds are applied with the nodes that there are, then left alone again', () => {
    expect(asked(scaled, key, wider)['scalingConfig']).toEqual({ minSize: 2, maxSize: 20, desiredSize: 7 })
    const applied = edited(scaled, key, { status: { scalingConfig: { minSize: 2, maxSize: 20, desiredSize: 7 } } })
    expect(asked(applied, key, wider)).not.toHaveProperty('scalingConfig')
  })

  test('the layer is not ready before they are applied', () =>
    expect(composeCluster(wider, scaled)).toMatchObject({ ready: false }))
})
