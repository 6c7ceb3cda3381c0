import type { PlatformClusterSpec } from '@taskplatform/crds/layers/cluster'
import type { ManagedResource } from '../../managed-resource.ts'

/** Which Kubernetes version is asked for now, which one the control plane has, and how far nodes and add-ons may follow. */
export type Versions = Readonly<{
  /** Version to ask of EKS. Never below what runs, and never more than one minor version above it. */
  asked: string
  /** Version that the control plane runs. What is asked for, while there is no cluster. */
  running: string
  /** Version that nodes follow to: of the control plane, as far as the spec asks for it and does not hold them. */
  nodes: string
  /** Version whose set of add-ons is due, once the nodes are there. */
  addons: string
  /** Whether EKS is changing the control plane, or is about to: add-ons and nodes stay as they are until it has done so. */
  isMoving: boolean
  /** Why the version of the spec is not asked for. */
  refused?: string
}>

/** What decides besides the control plane itself. */
type Wanted = Pick<PlatformClusterSpec, 'version' | 'holdNodesAt' | 'holdAddonsAt'> &
  Readonly<{
    /** Lowest version of any node; unknown while there is none. */
    oldestNodes: string | undefined
  }>

/**
 * Versions for the spec and the cluster that exists. EKS takes one minor version per update and no way back; a version that it
 * raised by itself, at the end of standard support, is kept, and nodes and add-ons wait there until the spec asks for it too.
 */
export const versionsOf = (wanted: Wanted, cluster: ManagedResource | undefined): Versions => {
  const { version, holdNodesAt = version, holdAddonsAt = version } = wanted
  const running = runningVersion(cluster)
  if (!running) return { asked: version, running: version, nodes: version, addons: version, isMoving: false }
  const followers = { nodes: lower(running, holdNodesAt), addons: lower(running, holdAddonsAt) }
  const isActive = cluster?.status?.atProvider?.['status'] === 'ACTIVE'
  const step = minorOf(version) - minorOf(running)
  const unchanged = { asked: running, running, ...followers, isMoving: !isActive }
  if (step < 1) return unchanged
  const refused = refusalOf(wanted, running)
  return refused ? { ...unchanged, refused } : { ...unchanged, asked: version, isMoving: true }
}

/** The minor number of `1.36`. */
export const minorOf = (version: string): number => Number(version.split('.')[1])

/** Of two versions the lower one. */
export const lower = (a: string, b: string): string => (minorOf(a) < minorOf(b) ? a : b)

/** A lost status forgets nothing: what was asked for before was allowed then. */
const runningVersion = (cluster: ManagedResource | undefined): string | undefined =>
  [cluster?.status?.atProvider?.['version'], cluster?.spec.forProvider['version']].find(
    (version): version is string => typeof version === 'string' && version !== '',
  )

const refusalOf = ({ version, oldestNodes }: Wanted, running: string): string | undefined => {
  if (minorOf(version) - minorOf(running) > 1) {
    const next = `1.${minorOf(running) + 1}`
    return `version ${next} in the spec: EKS does not go from ${running} to ${version} at once`
  }
  if (oldestNodes && minorOf(version) - minorOf(oldestNodes) > mostBehind)
    return `the nodes to leave ${oldestNodes}: a kubelet may be three minor versions behind the API server, and no more`
  return undefined
}

/** Minor versions that a kubelet may be behind. Source: Kubernetes, "Version Skew Policy", from 1.28 on. */
const mostBehind = 3
