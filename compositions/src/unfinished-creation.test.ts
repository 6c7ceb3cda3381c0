import { expect, test } from 'vitest'
import { developmentNetwork } from '../test/composites.ts'
import { plainDatabase } from '../test/data.ts'
import { settled, withCondition } from '../test/observed.ts'
import { compose } from './layers.ts'
import type { ManagedResource } from './managed-resource.ts'

const pending = '2026-11-24T10:00:00Z'
const message =
  'cannot determine creation result - remove the crossplane.io/external-create-pending annotation if it is safe to proceed'
const failedAnnotation = 'crossplane.io/external-create-failed'

type Annotations = Readonly<Record<string, string>>

const cutOff = (composite: unknown, key: string, { annotations = {}, stuck = true } = {}) => {
  const { observed } = settled(composite)
  const one = observed[key] as ManagedResource
  const metadata = {
    ...one.metadata,
    annotations: { ...one.metadata.annotations, 'crossplane.io/external-create-pending': pending, ...annotations },
  }
  const complaining = stuck ? withCondition(one, 'Synced', 'False', { message }) : one
  const { resources, conditions } = compose(composite, { ...observed, [key]: { ...complaining, metadata } })
  return { annotations: (resources[key]?.resource.metadata.annotations ?? {}) as Annotations, said: conditions[0] }
}

test('what has a name of ours is looked for again', () => {
  const { annotations, said } = cutOff(plainDatabase(), 'subnet-group')
  expect(annotations[failedAnnotation]).toBe(pending)
  expect(said).toMatchObject({ reason: 'Creating', message: expect.stringContaining('SubnetGroup') })
})

test('so is what belongs to something else', () => {
  const { annotations } = cutOff(developmentNetwork(), 'route-public')
  expect(annotations[failedAnnotation]).toBe(pending)
})

test('what AWS names is a failure, with what to do', () => {
  const { annotations, said } = cutOff(developmentNetwork(), 'vpc')
  expect(annotations[failedAnnotation]).toBeUndefined()
  expect(said?.reason).toBe('Failed')
  expect(said?.message).toContain(
    'kubectl -n team-tasks annotate vpc.ec2.aws.m.upbound.io tasks-network-vpc crossplane.io/external-create-pending-',
  )
})

test.each([
  { why: 'a creation that is only slow is left alone', given: { stuck: false }, told: undefined },
  {
    why: 'what was said is said again, or server-side apply would take it back',
    given: { stuck: false, annotations: { [failedAnnotation]: pending } },
    told: pending,
  },
  {
    why: 'once the provider has succeeded nothing is said',
    given: { annotations: { 'crossplane.io/external-create-succeeded': '2026-11-24T10:00:01Z' } },
    told: undefined,
  },
])('$why', ({ given, told }) =>
  expect(cutOff(plainDatabase(), 'subnet-group', given).annotations[failedAnnotation]).toBe(told),
)
