import { expect, test } from 'vitest'
import { composite } from '../../test/builders/composite.ts'
import { objectNamedIn } from './named-object.ts'

const resourceRefs = [
  { apiVersion: 'ec2.aws.m.upbound.io/v1beta1', kind: 'EIP', name: 'tasks-network-nat' },
  { apiVersion: 'ec2.aws.m.upbound.io/v1beta1', kind: 'EIP', name: 'tasks-network-nat-a' },
  { apiVersion: 'elasticache.aws.m.upbound.io/v1beta1', kind: 'SubnetGroup', name: 'tasks-cache-subnets' },
]
const network = composite('PlatformNetwork', { spec: { crossplane: { resourceRefs } } })

test.each([
  {
    why: 'a name that begins like another is told apart',
    message: 'EIP tasks-network-nat-a: AddressLimitExceeded',
    is: 'eips.ec2.aws.m.upbound.io tasks-network-nat-a',
  },
  {
    why: 'the first of several counts',
    message: 'Waiting for EIP tasks-network-nat, EIP tasks-network-nat-a',
    is: 'eips.ec2.aws.m.upbound.io tasks-network-nat',
  },
  {
    why: 'a kind that two services have is looked up with its group',
    message: 'SubnetGroup tasks-cache-subnets (is being deleted)',
    is: 'subnetgroups.elasticache.aws.m.upbound.io tasks-cache-subnets',
  },
  { why: 'nothing is guessed', message: 'EIP another-nat: AddressLimitExceeded', is: undefined },
])('$why', ({ message, is }) => expect(objectNamedIn(message, network)).toBe(is))
