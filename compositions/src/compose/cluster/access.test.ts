import { expect, test } from 'vitest'
import { productionCluster } from '../../../test/clusters.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'

const provider = 'arn:aws:iam::111122223333:role/crossplane-provider-aws'
const live = productionCluster()
const without = (changes: object) => ({ ...live, spec: { ...live.spec, ...changes } })

// who is locked out of a cluster cannot empty it, and then AWS deletes neither its load balancers nor its network
test.each([
  { why: 'while it is made', before: undefined, now: live },
  { why: 'when the last administrator is taken away', before: live, now: without({ admins: [] }) },
  { why: 'during an upgrade', before: without({ version: '1.35' }), now: live },
  {
    why: 'from the first to the last step of a deletion',
    before: live,
    now: without({ deletionProtection: false, retiring: true }),
  },
])(
  'the provider is let into a cluster by an access entry, and by nothing that lives in the cluster, $why',
  ({ before, now }) => {
    const rounds = before ? roundsOf(now, settled(before).observed) : [settled(now)]
    expect(rounds.length).toBeGreaterThan(0)
    for (const { composition } of rounds) {
      const resources = Object.values(composition.resources).map(({ resource }) => resource)
      const ofKind = (kind: string) => resources.filter((one) => one.kind === kind).map(({ spec }) => spec.forProvider)
      expect(ofKind('Cluster')).toMatchObject([{ accessConfig: { authenticationMode: 'API' } }])
      expect(ofKind('AccessEntry')).toContainEqual(expect.objectContaining({ principalArn: provider }))
      expect(ofKind('AccessPolicyAssociation').length).toBe(ofKind('AccessEntry').length)
      expect(ofKind('ClusterAuth')).toHaveLength(1)
    }
  },
)
