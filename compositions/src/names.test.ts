import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { awsName, bounded, hyphenName, logGroupName, resourceName } from './names.ts'

const owner = { namespace: 'team-tasks', name: 'tasks-network' }
const longOwner = { namespace: 'n'.repeat(63), name: 'p'.repeat(60) }

test.each([
  {
    why: 'a managed resource is named after its composite and key',
    name: resourceName(owner, 'vpc'),
    is: 'tasks-network-vpc',
  },
  {
    why: 'a role carries namespace and name, because an account has one list of roles',
    name: awsName(owner, 'flow-logs', { max: 64 }),
    is: 'team-tasks.tasks-network.flow-logs',
  },
  {
    why: 'a log group too',
    name: logGroupName(owner, 'flow-logs'),
    is: '/taskplatform/team-tasks/tasks-network/flow-logs',
  },
  {
    why: 'a name that is too long is cut and hashed, always in the same way',
    name: resourceName(longOwner, 'vpc'),
    is: `${'p'.repeat(52)}-65178a180e`,
  },
])('$why', ({ name, is }) => expect(name).toBe(is))

describe('whatever the composite is called', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
  const anyOwner = fc.record({ namespace: label, name: label })

  test('names of managed resources are valid and at most 63 long', () =>
    fc.assert(
      fc.property(anyOwner, (one) => {
        const name = resourceName(one, 'route-table-association-private-ap-northeast-1a')
        expect(name.length).toBeLessThanOrEqual(63)
        expect(name).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
      }),
    ))

  test('two composites never share a name in AWS', () =>
    fc.assert(
      fc.property(anyOwner, anyOwner, (one, other) => {
        fc.pre(one.namespace !== other.namespace || one.name !== other.name)
        expect(awsName(one, 'flow-logs', { max: 64 })).not.toBe(awsName(other, 'flow-logs', { max: 64 }))
      }),
    ))

  test('different long texts stay different when cut', () =>
    expect(bounded('x'.repeat(70), 63)).not.toBe(bounded('x'.repeat(71), 63)))
})

test('hyphens in namespace and name cannot make two composites meet in one role', () =>
  expect(awsName({ namespace: 'a-b', name: 'c' }, 'r', { max: 64 })).not.toBe(
    awsName({ namespace: 'a', name: 'b-c' }, 'r', { max: 64 }),
  ))

describe('names of lower-case letters, digits and single hyphens', () => {
  const named = (namespace: string, name: string, max = 40) => hyphenName({ namespace, name }, { max })

  test('are readable, and end in a hash', () =>
    expect(named('team-tasks', 'tasks-cache')).toMatch(/^tp-team-tasks-tasks-cache-[0-9a-f]{8}$/))

  test('tell platforms apart whose hyphens fall elsewhere', () => expect(named('a-b', 'c')).not.toBe(named('a', 'b-c')))

  test('fit, begin with a letter and have no double hyphen, whatever the owner is called', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?$/),
        fc.integer({ min: 20, max: 63 }),
        (name, max) => {
          const made = named(name, name, max)
          expect(made.length).toBeLessThanOrEqual(max)
          expect(made).toMatch(/^[a-z](-?[a-z0-9])*$/)
        },
      ),
    ))
})
