import { describe, expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { type Group, generationOf, groupNameOf, groupsOf } from './generation.ts'
import { clusterPlan } from './plan.ts'

const subnets = ['subnet-0a', 'subnet-0c']

const filled = (more: Parameters<typeof group>[1] = {}): Group => {
  const { spec } = clusterPlan(productionCluster({ nodeGroups: [group('general', more)] }), {})
  return groupsOf(spec)[0] as Group
}

test('a generation is called the same for ever, or an update of ours would replace all nodes', () =>
  expect(generationOf(filled(), subnets)).toBe('general-4349345d'))

describe('another generation', () =>
  test.each<{ why: string; more: Partial<Group> }>([
    { why: 'other instance types', more: { instanceTypes: ['m7i.large'] } },
    { why: 'another order of preference', more: { instanceTypes: ['m6a.large', 'm6i.large'] } },
    { why: 'Spot', more: { capacityType: 'Spot' } },
    { why: 'another image', more: { amiType: 'BOTTLEROCKET_x86_64' } },
    { why: 'another disk', more: { diskGiB: 51 } },
  ])('$why', ({ more }) => expect(generationOf(filled(more), subnets)).not.toBe(generationOf(filled(), subnets))))

test('a subnet more is another generation: EKS cannot give it to nodes that are there', () =>
  expect(generationOf(filled(), [...subnets, 'subnet-0d'])).not.toBe(generationOf(filled(), subnets)))

describe('the same generation', () =>
  test.each([
    { why: 'another size', more: { size: { min: 1, max: 2 } } },
    { why: 'labels', more: { labels: { team: 'batch' } } },
    { why: 'taints', more: { taints: [{ key: 'dedicated', effect: 'NoSchedule' as const }] } },
    { why: 'a default that is written down', more: { capacityType: 'OnDemand' as const, diskGiB: 50 } },
  ])('$why', ({ more }) => expect(generationOf(filled(more), subnets)).toBe(generationOf(filled(), subnets))))

test('the group of a generation is known from its name, whatever hyphens it has', () =>
  expect(groupNameOf('batch-spot-0123abcd')).toBe('batch-spot'))
