import type { z } from 'zod'
import { brokenRules, brokenTransitions, type Issue } from './judge.ts'
import { type PlatformCacheSpec, platformCacheSpec } from './layers/cache.ts'
import { type PlatformClusterSpec, platformClusterSpec } from './layers/cluster.ts'
import { type PlatformDatabaseSpec, platformDatabaseSpec } from './layers/database.ts'
import { type PlatformEdgeSpec, platformEdgeSpec } from './layers/edge.ts'
import { type PlatformEndpointsSpec, platformEndpointsSpec } from './layers/endpoints.ts'
import { type PlatformIdentitiesSpec, platformIdentitiesSpec } from './layers/identities.ts'
import { type PlatformNetworkSpec, platformNetworkSpec } from './layers/network.ts'
import { type PlatformObservabilitySpec, platformObservabilitySpec } from './layers/observability.ts'
import { type PlatformRegistrySpec, platformRegistrySpec } from './layers/registry.ts'
import { type PlatformSecretsSpec, platformSecretsSpec } from './layers/secrets.ts'
import { structural } from './structural.ts'
import { type TaskPlatform, taskPlatform } from './taskplatform.ts'

export type { Issue }

/** A value of the type, or everything that is wrong with it. */
export type Parsed<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; issues: readonly Issue[] }>

/** Reads an unknown object as a TaskPlatform: what the API server would admit, and nothing else. */
export function parseTaskPlatform(object: unknown): Parsed<TaskPlatform> {
  return parse(taskPlatform, object)
}

/** The complaints that the API server would have about the change of one legal TaskPlatform into another. */
export function checkUpdate(old: TaskPlatform, updated: TaskPlatform): readonly Issue[] {
  return brokenTransitions(structural(taskPlatform), old, updated)
}

/** Reads the spec of a PlatformNetwork; defaults are filled in. */
export function parsePlatformNetworkSpec(spec: unknown): Parsed<PlatformNetworkSpec> {
  return parse(platformNetworkSpec, spec, 'spec')
}

/** Reads the spec of a PlatformEndpoints; defaults are filled in. */
export function parsePlatformEndpointsSpec(spec: unknown): Parsed<PlatformEndpointsSpec> {
  return parse(platformEndpointsSpec, spec, 'spec')
}

/** Reads the spec of a PlatformCluster; defaults are filled in. */
export function parsePlatformClusterSpec(spec: unknown): Parsed<PlatformClusterSpec> {
  return parse(platformClusterSpec, spec, 'spec')
}

/** Reads the spec of a PlatformIdentities; defaults are filled in. */
export function parsePlatformIdentitiesSpec(spec: unknown): Parsed<PlatformIdentitiesSpec> {
  return parse(platformIdentitiesSpec, spec, 'spec')
}

/** Reads the spec of a PlatformEdge; defaults are filled in. */
export function parsePlatformEdgeSpec(spec: unknown): Parsed<PlatformEdgeSpec> {
  return parse(platformEdgeSpec, spec, 'spec')
}

/** Reads the spec of a PlatformObservability; defaults are filled in. */
export function parsePlatformObservabilitySpec(spec: unknown): Parsed<PlatformObservabilitySpec> {
  return parse(platformObservabilitySpec, spec, 'spec')
}

/** Reads the spec of a PlatformDatabase; defaults are filled in. */
export function parsePlatformDatabaseSpec(spec: unknown): Parsed<PlatformDatabaseSpec> {
  return parse(platformDatabaseSpec, spec, 'spec')
}

/** Reads the spec of a PlatformCache; defaults are filled in. */
export function parsePlatformCacheSpec(spec: unknown): Parsed<PlatformCacheSpec> {
  return parse(platformCacheSpec, spec, 'spec')
}

/** Reads the spec of a PlatformRegistry; defaults are filled in. */
export function parsePlatformRegistrySpec(spec: unknown): Parsed<PlatformRegistrySpec> {
  return parse(platformRegistrySpec, spec, 'spec')
}

/** Reads the spec of a PlatformSecrets; defaults are filled in. */
export function parsePlatformSecretsSpec(spec: unknown): Parsed<PlatformSecretsSpec> {
  return parse(platformSecretsSpec, spec, 'spec')
}

/**
 * Shape first, then rules, as the API server does. A field that is null is a field that is not set, which is how the
 * API server reads `dns:` with nothing behind it; fields that nobody knows are dropped.
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown, path = ''): Parsed<T> {
  const shaped = schema.safeParse(withoutNulls(value))
  if (!shaped.success) return { ok: false, issues: shaped.error.issues.map((issue) => located(issue, path)) }
  const issues = brokenRules(structural(schema), shaped.data, path)
  return issues.length === 0 ? { ok: true, value: shaped.data } : { ok: false, issues }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  )
}

function located(issue: z.core.$ZodIssue, path: string): Issue {
  const written = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return { path: path + (path ? written : written.replace(/^\./, '')), message: issue.message }
}
