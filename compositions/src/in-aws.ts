import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import type { KindName } from './observed.ts'

/**
 * Fields of `forProvider` that we ask for and that AWS reports otherwise; nothing while it has not reported at all. What a
 * reference of ours stands for counts as asked for. What AWS or others own is left out, see `ownedByOthers`.
 */
export const otherwiseInAws = ({ kind, resource }: Desired, seen: ManagedResource): readonly string[] => {
  const told = seen.status?.atProvider ?? {}
  if (Object.keys(told).length === 0) return []
  const wanted = seen.spec.forProvider
  const others = ownedByOthers[kind] ?? []
  return askedFields(resource.spec.forProvider)
    .filter((field) => wanted[field] !== undefined && !others.includes(field))
    .flatMap((field) => otherwise(field, wanted[field], told[field]))
}

/**
 * What is not ours to hold although we ask for it: RDS and ElastiCache bring in minor versions in the maintenance window, storage
 * grows by itself, and the size of a node group is the autoscaler's. `applyImmediately` and the like are how to ask, not what.
 * Source: RDS guide, "Automatically upgrading the minor engine version" and "Managing capacity automatically with storage
 * autoscaling"; ElastiCache guide, "Version management"; as of 2026-11.
 */
const ownedByOthers: Partial<Record<KindName, readonly string[]>> = {
  'rds/Instance': [
    'engineVersion',
    'allocatedStorage',
    'iops',
    'storageThroughput',
    'applyImmediately',
    'caCertIdentifier',
  ],
  'elasticache/ReplicationGroup': ['engineVersion', 'applyImmediately', 'authTokenUpdateStrategy'],
  'eks/NodeGroup': ['scalingConfig', 'releaseVersion', 'forceUpdateVersion'],
}

const askedFields = (forProvider: Readonly<Record<string, unknown>>): readonly string[] => [
  ...new Set(
    Object.keys(forProvider).flatMap((field) => {
      if (field === 'region' || /(Selector|SecretRef)$/.test(field)) return []
      const [, one] = /^(.*)Ref$/.exec(field) ?? []
      const [, many] = /^(.*)Refs$/.exec(field) ?? []
      return one ?? (many ? `${many}s` : field)
    }),
  ),
]

/** Maps of names that users choose are named entry by entry, and may hold nothing more. */
const otherwise = (field: string, wanted: unknown, told: unknown): readonly string[] => {
  if (field !== 'tags') return isSame(wanted, told) ? [] : [field]
  const [asked, there] = [fieldsOf(wanted), fieldsOf(told)]
  const names = [...new Set([...Object.keys(asked), ...Object.keys(there)])].filter((name) => !name.startsWith('aws:'))
  return names.filter((name) => asked[name] !== there[name]).map((name) => `tags.${name}`)
}

/** AWS orders lists in its own way, formats JSON documents, and fills in defaults. */
const isSame = (wanted: unknown, told: unknown): boolean => {
  if (isNothing(wanted)) return isNothing(told)
  if (Array.isArray(wanted)) return isSameList(wanted, told)
  if (typeof wanted === 'object') return isCovered(fieldsOf(wanted), told)
  if (String(wanted) === String(told ?? '')) return true
  const [asked, there] = [documentIn(wanted), documentIn(told)]
  return asked !== undefined && there !== undefined && isSame(asked, there)
}

const isSameList = (wanted: readonly unknown[], told: unknown): boolean => {
  // a policy may write a list of one as that one
  const left = Array.isArray(told) ? [...told] : [told]
  if (left.length !== wanted.length) return false
  return wanted.every((one) => {
    const index = left.findIndex((other) => isSame(one, other))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

const isCovered = (wanted: Fields, told: unknown): boolean => {
  const there = fieldsOf(told)
  return Object.entries(wanted).every(([name, value]) => /Refs?$|Selector$/.test(name) || isSame(value, there[name]))
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const documentIn = (text: unknown): unknown => {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
