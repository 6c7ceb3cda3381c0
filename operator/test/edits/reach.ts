import { isDeepStrictEqual } from 'node:util'
import { madeBy } from '@taskplatform/compositions/assumed/made'
import { settle } from '@taskplatform/compositions/assumed/settle'
import type { Composition } from '@taskplatform/compositions/composition'
import type { Graph } from '@taskplatform/compositions/graph'
import { renderPlatform } from '../../src/core/graph.ts'
import { layers } from '../../src/core/layers.ts'
import { type LivePlatform, parsePlatform } from '../../src/core/platform.ts'
import { installation } from '../builders/installation.ts'
import { claimedPlatform } from '../builders/stored-platform.ts'

/**
 * What an edit of a standing platform reaches: `Cache ReplicationGroup`, each once and in order. A resource that comes, goes or is
 * asked for otherwise is reached; where only the composite changes, its layer alone is named.
 */
export function reachOf(before: object, after: object): readonly string[] {
  const [old, now] = [graphOf(before), graphOf(after)]
  const names = [...new Set([...old.layers, ...now.layers].map(({ name }) => name))]
  return names.flatMap((name) => reachedIn(name, old, now)).sort()
}

function reachedIn(name: string, old: Graph, now: Graph): readonly string[] {
  const [was, is] = [old, now].map(({ layers }) => layers.find((layer) => layer.name === name))
  if (was && is && isDeepStrictEqual(was.composite.spec, is.composite.spec)) return []
  const held = was?.composition.resources ?? {}
  // an edit meets what stands, and not a world in which nothing was made yet
  const asked = is ? settle(is.composite, was && madeBy(was.composition)).composition.resources : {}
  const changed = changedKeys(held, asked).map((key) => (asked[key] ?? held[key])?.resource.kind)
  return changed.length === 0 ? [name] : [...new Set(changed)].map((kind) => `${name} ${kind}`)
}

function changedKeys(held: Composition['resources'], asked: Composition['resources']): readonly string[] {
  const keys = [...new Set([...Object.keys(held), ...Object.keys(asked)])]
  return keys.filter((key) => !isDeepStrictEqual(held[key]?.resource.spec, asked[key]?.resource.spec))
}

const graphs = new Map<string, Graph>()

function graphOf(spec: object): Graph {
  const key = JSON.stringify(spec)
  const known = graphs.get(key)
  if (known) return known
  const stored = claimedPlatform({ spec: spec as Record<string, unknown> })
  const graph = renderPlatform(layers, parsePlatform(stored, { ...installation, privateAccess: true }) as LivePlatform)
  graphs.set(key, graph)
  return graph
}
