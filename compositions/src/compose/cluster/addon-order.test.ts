import { expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Observed } from '../../observed.ts'
import { addonTable } from './addon-table.ts'
import { composeCluster } from './cluster.ts'
import { keys } from './plan.ts'

const cluster = productionCluster({ nodeGroups: [group('general')] })
const rounds = roundsOf(cluster)
const keysIn = (round: (typeof rounds)[number] | undefined) => Object.keys(round?.composition.resources ?? {})
const addonsWhere = (when: 'before' | 'after') =>
  addonTable.filter((entry) => entry.when === when).map(({ name }) => keys.addon(name))
const isGroup = (key: string) => key.startsWith('node-group-')
const firstWith = (isIt: (key: string) => boolean) => rounds.findIndex((round) => keysIn(round).some(isIt))

test('nodes come to a cluster that has their network: the add-ons that they need are there first', () => {
  expect(addonsWhere('before')).toEqual(['addon-vpc-cni', 'addon-kube-proxy', 'addon-eks-pod-identity-agent'])
  for (const key of addonsWhere('before')) {
    expect(firstWith((one) => one === key)).toBeLessThan(firstWith(isGroup))
    const before = rounds[firstWith(isGroup)]?.observed ?? {}
    const { [key]: _, ...without } = before
    expect(Object.keys(composeCluster(cluster, without).resources).filter(isGroup)).toEqual([])
  }
})

test('what runs on nodes is asked for when there is a node to run on, so that nothing is degraded for want of one', () => {
  for (const key of addonsWhere('after')) {
    const round = rounds[firstWith((one) => one === key)]
    expect(Object.keys(round?.observed ?? {}).filter(isGroup)).toHaveLength(1)
  }
})

test('an add-on that needs rights in AWS waits for its role, the policy on it and whoever vouches for it', () => {
  const entitled = addonTable.filter(({ identity }) => identity).map(({ name }) => name)
  expect(entitled).toEqual(['vpc-cni', 'aws-ebs-csi-driver'])
  const observed: Observed = rounds.at(-1)?.observed ?? {}
  for (const name of entitled) {
    for (const missing of [keys.addonRole(name), keys.addonRolePolicy(name), keys.oidcProvider]) {
      const { [keys.addon(name)]: _, [missing]: __, ...without } = observed
      expect(Object.keys(composeCluster(cluster, without).resources)).not.toContain(keys.addon(name))
    }
  }
})
