import { platformOf } from './platform.ts'
import type { World } from './row.ts'

/**
 * Everything that stands for a platform, in words that are the same for two platforms of one spec in namespaces of one length:
 * what depends on the namespace, on the UID or on AWS' choice of ids is replaced by what it belongs to.
 */
export async function endState(world: World, namespace: string): Promise<unknown> {
  const platform = platformOf(world, namespace)
  const [stored, managed] = await Promise.all([platform.get(), platform.managed()])
  if (!stored) return 'gone'
  const { conditions = [], layers, network } = stored.status ?? {}
  const seen = {
    finalizers: stored.metadata.finalizers,
    conditions: conditions.map(({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`),
    layers: layers?.map(({ name, ready }) => ({ name, ready })),
    network,
    managed: managed.map(({ kind, metadata, spec, status }) => ({
      kind,
      name: metadata.name,
      labels: metadata.labels,
      forProvider: spec.forProvider,
      ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status,
    })),
  }
  const ids = managed
    .map(({ kind, metadata }) => [metadata.annotations?.['crossplane.io/external-name'], `<${kind} ${metadata.name}>`])
    .filter((pair): pair is [string, string] => pair[0] !== undefined && /\d/.test(pair[0]))
    .sort(([a], [b]) => b.length - a.length)
  const named = ids.reduce((text, [id, name]) => text.replaceAll(id, name), JSON.stringify(seen))
  return JSON.parse(withoutChance(named.replaceAll(namespace, '<namespace>')))
}

// UIDs and parts of them, ids of AWS, addresses of the twin's internet, the second in which something was ready
const withoutChance = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replaceAll(/198\.1[89]\.\d+\.\d+/g, '<address>')
    .replaceAll(/<uid>-[0-9a-f]{6}\b/g, '<uid>')
    .replaceAll(/\b(?=\d*[a-f])[0-9a-f]{8,}\b|(?<=-)[0-9a-f]{8,12}\b/gi, '<hash>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
