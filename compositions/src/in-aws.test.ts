import { expect, test } from 'vitest'
import { otherwiseInAws } from './in-aws.ts'
import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import type { KindName } from './observed.ts'

const differing = (asked: object, told: object, { kind = 'ec2/VPC' as KindName, resolved = {} } = {}) => {
  const resource = { apiVersion: 'v1', kind: 'Any', metadata: { name: 'it' }, spec: { forProvider: asked } }
  const seen = { ...resource, spec: { forProvider: { ...asked, ...resolved } }, status: { atProvider: told } }
  return otherwiseInAws({ key: 'it', kind, resource } as unknown as Desired, seen as ManagedResource)
}

test.each<{ why: string; is: readonly string[]; expected: readonly string[] }>([
  { why: 'the same', is: differing({ a: 1, b: [1, 2] }, { a: 1, b: [1, 2] }), expected: [] },
  {
    why: 'another order of a list',
    is: differing({ b: [{ x: 1 }, { x: 2 }] }, { b: [{ x: 2, y: 3 }, { x: 1 }] }),
    expected: [],
  },
  { why: 'a longer list', is: differing({ b: [1] }, { b: [1, 2] }), expected: ['b'] },
  { why: 'a shorter list', is: differing({ b: [1, 2] }, { b: [1] }), expected: ['b'] },
  { why: 'another value', is: differing({ a: 'x' }, { a: 'y' }), expected: ['a'] },
  { why: 'no value any more', is: differing({ a: 'x' }, { c: 'y' }), expected: ['a'] },
  { why: 'false for nothing', is: differing({ a: true }, { c: 1 }), expected: ['a'] },
  { why: 'a default within a block', is: differing({ a: { x: 1 } }, { a: { x: 1, y: 2 } }), expected: [] },
  { why: 'another value within a block', is: differing({ a: { x: 1 } }, { a: { x: 2 } }), expected: ['a'] },
  {
    why: 'the same document in other words',
    is: differing(
      { policy: '{"Statement":[{"Action":["a"],"Effect":"Allow"}],"Version":"1"}' },
      { policy: '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "a"}]}' },
    ),
    expected: [],
  },
  { why: 'another document', is: differing({ policy: '{"a":1}' }, { policy: '{"a":2}' }), expected: ['policy'] },
  {
    why: 'a tag that is gone',
    is: differing({ tags: { a: '1', b: '2' } }, { tags: { a: '1' } }),
    expected: ['tags.b'],
  },
  {
    why: 'what a reference stands for',
    is: differing({ vpcIdRef: { name: 'v' } }, { vpcId: 'vpc-2' }, { resolved: { vpcId: 'vpc-1' } }),
    expected: ['vpcId'],
  },
  {
    why: 'what several references stand for',
    is: differing({ subnetIdRefs: [{ name: 'v' }] }, { subnetIds: ['b'] }, { resolved: { subnetIds: ['a'] } }),
    expected: ['subnetIds'],
  },
  {
    why: 'the region, and where a secret is',
    is: differing({ region: 'a', tokenSecretRef: {} }, { id: 'x' }),
    expected: [],
  },
  { why: 'nothing reported yet', is: differing({ a: 1 }, {}), expected: [] },
  {
    why: 'a minor version that RDS brought in',
    is: differing({ engineVersion: '17.4' }, { engineVersion: '17.5' }, { kind: 'rds/Instance' }),
    expected: [],
  },
  {
    why: 'storage that grew by itself',
    is: differing({ allocatedStorage: 20 }, { allocatedStorage: 40 }, { kind: 'rds/Instance' }),
    expected: [],
  },
  {
    why: 'how many nodes the autoscaler wants',
    is: differing(
      { scalingConfig: { minSize: 1, desiredSize: 2 } },
      { scalingConfig: { minSize: 1, desiredSize: 5 } },
      { kind: 'eks/NodeGroup' },
    ),
    expected: [],
  },
])('$why: $expected', ({ is, expected }) => expect(is).toEqual(expected))
