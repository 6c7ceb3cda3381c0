import type { KubernetesVersion } from '@taskplatform/crds/releases'
import type { ManagedResource } from '../../managed-resource.ts'

/** Which Kubernetes version is asked for now, and which one the control plane has. */
export type Versions = Readonly<{
  /** Version to ask of EKS. Never below what runs, and never more than one minor version above it. */
  asked: string
  /** Version that the control plane runs; what add-ons and nodes follow. What is asked for, while there is no cluster. */
  running: string
  /** Whether EKS is changing the control plane, or is about to: add-ons and nodes stay as they are until it has done so. */
  isMoving: boolean
  /** Why the version of the spec is not asked for. */
  refused?: string
}>

/**
 * Versions for the spec and the cluster that exists. EKS takes one minor version per update and no way back; a version that it
 * raised by itself, at the end of standard support, is kept.
 */
export const versionsOf = (wanted: KubernetesVersion, cluster: ManagedResource | undefined): Versions => {
  const running = runningVersion(cluster)
  if (!running) return { asked: wanted, running: wanted, isMoving: false }
  const isActive = cluster?.status?.atProvider?.['status'] === 'ACTIVE'
  const step = minorOf(wanted) - minorOf(running)
  if (step === 1) return { asked: wanted, running, isMoving: true }
  const unchanged = { asked: running, running, isMoving: !isActive }
  if (step < 1) return unchanged
  const next = `1.${minorOf(running) + 1}`
  return { ...unchanged, refused: `version ${next} in the spec: EKS does not go from ${running} to ${wanted} at once` }
}

/** A lost status forgets nothing: what was asked for before was allowed then. */
const runningVersion = (cluster: ManagedResource | undefined): string | undefined =>
  [cluster?.status?.atProvider?.['version'], cluster?.spec.forProvider['version']].find(
    (version): version is string => typeof version === 'string' && version !== '',
  )

const minorOf = (version: string): number => Number(version.split('.')[1])
