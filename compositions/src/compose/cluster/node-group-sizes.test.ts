import { expect, test } from 'vitest'
import type { ManagedResource } from '../../managed-resource.ts'
import { initialSizes, sizesToApply } from './node-group-sizes.ts'

test.each([
  { why: 'a group begins with its least', size: { min: 2, max: 5 }, desiredSize: 2 },
  { why: 'or with what is desired', size: { min: 2, desired: 4, max: 5 }, desiredSize: 4 },
  { why: 'zero stays zero', size: { min: 0, max: 5 }, desiredSize: 0 },
])('$why', ({ size, desiredSize }) =>
  expect(initialSizes(size)).toEqual({ minSize: size.min, maxSize: size.max, desiredSize }),
)

const running = (scalingConfig?: object): ManagedResource => ({
  apiVersion: 'eks.aws.m.upbound.io/v1beta1',
  kind: 'NodeGroup',
  metadata: { name: 'it' },
  spec: { forProvider: {} },
  status: { atProvider: scalingConfig ? { scalingConfig } : {} },
})

test.each([
  { why: 'nothing to apply to a group that does not exist', size: { min: 2, max: 5 }, given: undefined, is: undefined },
  { why: 'nor to one whose size is unknown', size: { min: 2, max: 5 }, given: running(), is: undefined },
  {
    why: 'what the autoscaler wants is left alone',
    size: { min: 2, desired: 2, max: 5 },
    given: running({ minSize: 2, maxSize: 5, desiredSize: 4 }),
    is: undefined,
  },
  {
    why: 'another most is applied with the nodes that there are',
    size: { min: 2, max: 8 },
    given: running({ minSize: 2, maxSize: 5, desiredSize: 4 }),
    is: { minSize: 2, maxSize: 8, desiredSize: 4 },
  },
  {
    why: 'a higher least raises them',
    size: { min: 6, max: 8 },
    given: running({ minSize: 2, maxSize: 8, desiredSize: 4 }),
    is: { minSize: 6, maxSize: 8, desiredSize: 6 },
  },
  {
    why: 'a lower most lowers them: EKS takes nothing outside the bounds',
    size: { min: 1, max: 3 },
    given: running({ minSize: 1, maxSize: 8, desiredSize: 4 }),
    is: { minSize: 1, maxSize: 3, desiredSize: 3 },
  },
  {
    why: 'an unknown number begins with the least',
    size: { min: 1, max: 3 },
    given: running({ minSize: 1, maxSize: 8 }),
    is: { minSize: 1, maxSize: 3, desiredSize: 1 },
  },
])('$why', ({ size, given, is }) => expect(sizesToApply(size, given)).toEqual(is))
