import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/**
 * A node group is Ready too early, and stays so while its nodes are replaced; `status` tells, and whether what was asked for is
 * what runs. Source: EKS API reference, Nodegroup.
 */
export const nodeGroup = ({ spec, status }: ManagedResource): Readiness => {
  const now = (status?.atProvider ?? {}) as Parts & Readonly<{ status?: string }>
  if (now.status && failed.includes(now.status))
    return { state: 'failed', why: `AWS reports the status ${now.status}; the console tells what is wrong with it` }
  if (now.status !== 'ACTIVE') return { state: 'waiting', why: `is ${now.status ?? 'being made'}` }
  const asked = spec.forProvider as Parts
  if (differs(asked.version, now.version)) return rolling
  if (differs(asked.launchTemplate?.version, now.launchTemplate?.version)) return rolling
  if (differs(asked.scalingConfig?.minSize, now.scalingConfig?.minSize)) return resizing
  return differs(asked.scalingConfig?.maxSize, now.scalingConfig?.maxSize) ? resizing : { state: 'ready' }
}

type Parts = Readonly<{
  version?: string
  launchTemplate?: Readonly<{ version?: string }>
  scalingConfig?: Readonly<{ minSize?: number; maxSize?: number }>
}>

const failed = ['CREATE_FAILED', 'DELETE_FAILED', 'DEGRADED']

const rolling: Readiness = { state: 'waiting', why: 'is replacing its nodes' }
const resizing: Readiness = { state: 'waiting', why: 'is being resized' }

/** What was not asked for, or is not reported, differs in nothing. */
const differs = (asked: unknown, now: unknown): boolean => asked !== undefined && now !== undefined && asked !== now
