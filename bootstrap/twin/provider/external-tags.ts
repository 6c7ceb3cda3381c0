import type { Kind } from '../service/kind.ts'
import { type Managed, onlyObserves } from './managed.ts'

/** The tags by which the provider marks what it makes, as far as the spec lacks them. Source: crossplane-runtime GetExternalTags and upjet's Tagger, which leaves the namespace out. */
export const missingTags = (kind: Kind, managed: Managed): Readonly<Record<string, string>> | undefined => {
  if (!kind.arguments.includes('tags') || onlyObserves(managed)) return undefined
  const tags = (managed.spec.forProvider['tags'] ?? {}) as Readonly<Record<string, string>>
  const missing = Object.entries(tagsOf(kind, managed)).filter(([name, value]) => tags[name] !== value)
  return missing.length === 0 ? undefined : Object.fromEntries(missing)
}

const tagsOf = ({ resource }: Kind, { metadata, spec }: Managed): Readonly<Record<string, string>> => ({
  'crossplane-kind': `${resource.kind}.${resource.group}`.toLowerCase(),
  'crossplane-name': metadata.name,
  'crossplane-providerconfig': spec.providerConfigRef?.name ?? 'default',
})
