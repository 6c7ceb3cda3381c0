import { parse } from '@taskplatform/crds/contract'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { zonesOfRegion } from '@taskplatform/crds/regions'
import { structural } from '@taskplatform/crds/structural'
import fc from 'fast-check'
import { valuesOf } from '../../crds/test/arbitrary-values.ts'
import type { Composite } from './all-examples.ts'

/** Where the generated specs begin: the same specs each time. */
const seed = 20261124

/**
 * Legal composites of every layer, `count` of each, made from the schemas: fields there and not there, at the edges of what is
 * allowed. A layer that is new is among them.
 */
export const generatedComposites = (count: number): readonly Composite[] =>
  layerKinds.flatMap(({ kind, spec }) => {
    const { 'x-kubernetes-validations': _, ...fields } = structural(spec)
    // rules between fields refuse some of them: there are enough others
    const candidates = fc.sample(valuesOf(fields, { odd: 0, present: 55 }), { numRuns: 4 * count, seed })
    const legal = candidates.map((value) => plausible(value as Fields)).filter((value) => parse(spec, value).ok)
    if (legal.length < count)
      throw new Error(`only ${legal.length} of ${4 * count} specs of ${kind} are legal: see plausible`)
    return legal.slice(0, count).map((value, index) => compositeOf(kind, index, value))
  })

type Fields = Readonly<Record<string, unknown>>

/** Fields that go together, and that chance would hardly ever bring together. */
const plausible = (spec: Fields): Fields => {
  const region = spec['certificateArn'] || spec['webAclArn'] ? 'ap-northeast-1' : String(spec['region'])
  const zones = spec['availabilityZones'] as readonly unknown[] | undefined
  const known = zonesOfRegion[region as keyof typeof zonesOfRegion]
  const needsName = !spec['hostname'] || !(spec['certificateArn'] || spec['hostedZoneId'])
  const { certificateArn, alternativeNames, grafanaHostname, hostname, ...rest } = spec
  const names = { certificateArn, alternativeNames, grafanaHostname, hostname }
  const named = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined && !needsName))
  return { ...rest, ...named, region, ...(zones ? { availabilityZones: known.slice(0, zones.length) } : {}) }
}

const compositeOf = (kind: string, index: number, spec: Fields): Composite => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind,
  metadata: {
    namespace: `team-${index}`,
    name: `${platform(index)}-${kind.replace('Platform', '').toLowerCase()}`,
    labels: { 'taskplatform.dev/platform': platform(index) },
  },
  spec,
})

/** Now and then a name as long as a platform may have. */
const platform = (index: number): string => (index % 5 === 0 ? 'p'.repeat(32) : `tasks-${index}`)
