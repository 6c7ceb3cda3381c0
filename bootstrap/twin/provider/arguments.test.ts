import { expect, test } from 'vitest'
import { kindOf } from '../test/test-account.ts'
import { differencesOf, lateInitialization, snakeCase } from './arguments.ts'
import type { Managed } from './managed.ts'

const wants = (forProvider: object, initProvider?: object) =>
  ({ spec: { forProvider, ...(initProvider && { initProvider }) } }) as Managed

test.each([
  {
    why: 'what the spec leaves open is no difference',
    kind: 'VPC',
    wanted: {},
    has: { instanceTenancy: 'default' },
    differs: [],
  },
  {
    why: 'a value',
    kind: 'VPC',
    wanted: { enableDnsHostnames: true },
    has: { enableDnsHostnames: false },
    differs: ['enableDnsHostnames'],
  },
  {
    why: 'tags are compared whole',
    kind: 'VPC',
    wanted: { tags: { a: '1' } },
    has: { tags: { a: '1', b: '2' } },
    differs: ['tags'],
  },
  {
    why: 'the order of tags does not count',
    kind: 'VPC',
    wanted: { tags: { a: '1', b: '2' } },
    has: { tags: { b: '2', a: '1' } },
    differs: [],
  },
  {
    why: 'the order of lists does not count',
    kind: 'Role',
    wanted: { managedPolicyArns: ['a', 'b'] },
    has: { managedPolicyArns: ['b', 'a'] },
    differs: [],
  },
  { why: 'an empty list is none', kind: 'DefaultSecurityGroup', wanted: { ingress: [] }, has: {}, differs: [] },
  {
    why: 'white space in JSON does not count',
    kind: 'RolePolicy',
    wanted: { policy: '{"a": [1]}' },
    has: { policy: '{"a":[1]}' },
    differs: [],
  },
  {
    why: 'other JSON does',
    kind: 'RolePolicy',
    wanted: { policy: '{"a":[2]}' },
    has: { policy: '{"a":[1]}' },
    differs: ['policy'],
  },
])('$why', ({ kind, wanted, has, differs }) => {
  expect(differencesOf(kindOf(kind), wants(wanted), has).map(({ argument }) => argument)).toEqual(differs)
})

test.each([
  {
    why: 'what AWS chose is taken over',
    spec: wants({}),
    fills: { instanceTenancy: 'default', enableDnsSupport: true },
  },
  { why: 'what the spec says stays', spec: wants({ instanceTenancy: 'dedicated' }), fills: { enableDnsSupport: true } },
  {
    why: 'what initProvider says stays there',
    spec: wants({}, { enableDnsSupport: true }),
    fills: { instanceTenancy: 'default' },
  },
])('$why', ({ spec, fills }) => {
  const has = {
    instanceTenancy: 'default',
    enableDnsSupport: true,
    enableDnsHostnames: false,
    cidrBlock: '10.0.0.0/16',
    arn: 'a',
  }
  expect(lateInitialization(kindOf('VPC'), spec, has)).toEqual(fills)
})

test('arguments are named as Terraform names them', () => {
  expect(snakeCase('availabilityZoneId')).toBe('availability_zone_id')
})
