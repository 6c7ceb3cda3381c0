import { adoptAnnotation } from '@taskplatform/crds/labels'
import { type Exported, exportName, readExport } from '../../core/external-names.ts'
import type { Installation } from '../../core/installation.ts'
import type { Layer } from '../../core/layers.ts'
import type { Observed } from '../../core/observed.ts'
import { type Platform, parsePlatform, type StoredPlatform } from '../../core/platform.ts'
import { type Recorded, recordedOf } from '../../core/recorded.ts'
import type { ExternalNames } from '../../ports/external-names.ts'

/** A platform as its spec says, and the ConfigMap that it takes over from while not all of its layers exist. */
export type Read = Readonly<{ platform: Platform; adopting?: string | undefined }>

/**
 * Reads a platform with all that is in force already. Before its layers exist, that may be in AWS: an export of the same name that
 * was written for another TaskPlatform comes from a management cluster that was lost, and the annotation `adopt` names what one
 * left behind on purpose.
 */
export async function readPlatform(
  names: ExternalNames,
  { layers, installation }: Readonly<{ layers: readonly Layer[]; installation: Installation }>,
  stored: StoredPlatform,
  cached: Observed,
  signal: AbortSignal,
): Promise<Read> {
  const resolved = stored.status?.resolved
  const parse = (exported?: Recorded) => parsePlatform(stored, installation, recordedOf(resolved, cached, exported))
  const platform = parse()
  if (platform.phase !== 'Live' || isComplete(layers, platform, cached)) return { platform }

  const { namespace = '', name, annotations = {} } = stored.metadata
  const asked = annotations[adoptAnnotation]
  const from = asked ?? exportName(name)
  const data = await names.read(namespace, from, signal)
  const exported = data ? readExport(data) : undefined
  const problem = problemWith(exported, { name, asked })
  if (problem && cached.composites.size === 0) return { platform: invalid(platform, `ConfigMap ${from} ${problem}`) }
  if (!exported || problem || 'unreadable' in exported || exported.uid === platform.uid) return { platform }
  return { platform: parse({ ...exported.recorded, names: exported.names }), adopting: from }
}

const isComplete = (layers: readonly Layer[], platform: Platform, { composites }: Observed): boolean =>
  layers.every((layer) => composites.has(layer.name) || (platform.phase === 'Live' && !layer.required(platform)))

/** Why nothing may be made on the word of this ConfigMap: making it all anew would leave behind what is in AWS. */
function problemWith(
  exported: Exported | Readonly<{ unreadable: string }> | undefined,
  { name, asked }: Readonly<{ name: string; asked: string | undefined }>,
): string | undefined {
  if (!exported)
    return asked === undefined ? undefined : 'does not exist in this namespace: apply it, or take the annotation off'
  if ('unreadable' in exported) return `cannot be read: ${exported.unreadable}; apply a copy that nobody edited`
  if (exported.name === name) return undefined
  return `is of the platform ${exported.name}, and names in AWS follow the name of the platform: call this one ${exported.name}`
}

const invalid = ({ name, namespace, uid, generation, claimed }: Platform, message: string): Platform => ({
  ...{ name, namespace, uid, generation, claimed },
  phase: 'Invalid',
  // a ConfigMap that appears wakes nobody
  mayHeal: true,
  issues: [{ path: `metadata.annotations[${adoptAnnotation}]`, message }],
})
