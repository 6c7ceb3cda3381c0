import fc from 'fast-check'
import { expect, test } from 'vitest'
import { made } from '../src/assumed/made.ts'
import { roundsOf } from '../src/assumed/settle.ts'
import { compose } from '../src/layers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import type { Observed } from '../src/observed.ts'
import { allExamples, type Composite } from './all-examples.ts'
import { generatedComposites } from './generated-composites.ts'
import { losses, mishaps } from './losses.ts'

const examples = allExamples()
const generated = generatedComposites(6).map((composite, index) => ({
  why: `${composite.kind}, generated ${index}`,
  composite,
}))

test.each(examples)(
  '$why: whatever happens to one resource, at every state of the walk, nothing is deleted',
  ({ composite }) => {
    for (const { observed } of roundsOf(composite))
      for (const mishap of mishaps) expect(losses(composite, observed, mishap), mishap.why).toEqual([])
  },
  60_000,
)

test.each([...examples, ...generated])(
  '$why: whatever happens to all resources at once, nothing is deleted',
  ({ composite }) => {
    for (const { observed } of roundsOf(composite))
      for (const { why, befalls } of mishaps) expect(lostFrom(composite, mapped(observed, befalls)), why).toEqual([])
  },
)

/** The order in which AWS makes things is nobody's to choose: each way from nothing to everything, one resource at a time. */
const orders = fc.sample(fc.infiniteStream(fc.nat(1000)), { numRuns: 3, seed: 20261124 })

test.each([...examples, ...generated])(
  '$why: made one after another, in any order, it becomes ready and nothing is deleted on the way',
  ({ composite }) => {
    for (const order of orders) {
      let observed: Observed = {}
      for (let step = 0; step < 400; step++) {
        const composition = compose(composite, observed)
        expect(lostFrom(composite, observed)).toEqual([])
        const resources = Object.values(composition.resources).map(({ resource }) => resource)
        const asked = mapResources(composition.resources, observed)
        const open = Object.entries(composition.resources).filter(
          ([key, { resource, ready }]) => !ready || !sameSpec(observed[key], made(resource, resources)),
        )
        if (open.length === 0) break
        const [key, { resource }] = open[Number(order.next().value) % open.length] as (typeof open)[number]
        observed = { ...asked, [key]: made(resource, resources) }
      }
      expect(compose(composite, observed).ready).toBe(true)
    }
  },
  60_000,
)

/** Crossplane has applied everything; what AWS has made already stays as it is. */
const mapResources = (
  resources: Readonly<Record<string, Readonly<{ resource: ManagedResource }>>>,
  observed: Observed,
): Observed =>
  Object.fromEntries(Object.entries(resources).map(([key, { resource }]) => [key, observed[key] ?? resource]))

const sameSpec = (one: ManagedResource | undefined, other: ManagedResource): boolean =>
  JSON.stringify(one?.spec) === JSON.stringify(other.spec)

const mapped = (observed: Observed, change: (one: ManagedResource) => ManagedResource): Observed =>
  Object.fromEntries(Object.entries(observed).map(([key, one]) => [key, change(one)]))

const lostFrom = (composite: Composite, observed: Observed): string[] => {
  const { resources } = compose(composite, observed)
  return Object.keys(observed).filter((key) => !(key in resources))
}
