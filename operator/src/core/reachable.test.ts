import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { claimedPlatform, deletedPlatform } from '../../test/builders/stored-platform.ts'
import { observing } from '../../test/builders/world.ts'
import { reachableStatement } from './reachable.ts'
import type { Reach } from './workload-cluster.ts'

const reach = (state: Reach['state'], message = '') => ({ state, message, since: 0 }) as Reach

test.each<{ why: string; reach: Reach; says: string | undefined }>([
  { why: 'it answers', reach: reach('Reachable'), says: 'True Reachable: ' },
  { why: 'there is no cluster yet', reach: reach('Waiting'), says: 'False Waiting: there is no kubeconfig yet' },
  {
    why: 'its name cannot be resolved',
    reach: { state: 'Unreachable', cause: 'NameNotResolved', message: 'no such name', since: 0 },
    says: 'False NameNotResolved: no such name',
  },
  { why: 'it refuses us', reach: reach('Unauthorized', 'no'), says: 'False Unauthorized: no' },
  { why: 'nothing is known for long', reach: reach('Connecting', 'cannot read'), says: 'Unknown Unknown: cannot read' },
  {
    why: 'nothing is known yet, as after our own restart: what stood stands',
    reach: reach('Connecting'),
    says: undefined,
  },
])('ClusterReachable when $why', ({ reach, says }) => {
  const [statement] = reachableStatement({ phase: 'Live' } as never, { composites: new Map(), workload: { reach } })
  expect(statement && `${statement.status} ${statement.reason}: ${statement.message}`).toBe(says)
})

test('nobody talks to a cluster that is being taken down', () => {
  const live = claimedPlatform()
  const going = asMade(live, 'Cluster')
  const retiring = { ...going, spec: { ...going.spec, retiring: true } }
  const { metadata } = deletedPlatform()
  const platform = { phase: 'Deleting', ...metadata } as never
  expect(reachableStatement(platform, observing([retiring]))[0]?.reason).toBe('Removing')
  expect(reachableStatement(platform, observing([going]))).toEqual([])
})
