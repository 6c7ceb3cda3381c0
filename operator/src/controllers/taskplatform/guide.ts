import type { Observed } from '../../core/observed.ts'
import type { LivePlatform, Platform, StoredPlatform } from '../../core/platform.ts'
import { type Guided, guideUpgrades } from '../../core/upgrade/guide.ts'
import type { WorkloadFacts } from '../../core/upgrade/upgrade.ts'
import type { Describe } from '../../ports/describe.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'

/** Whom the gates of an upgrade ask. What is not there is not known. */
export type GuidePorts = Readonly<{ workload?: Pick<WorkloadClusters, 'budgets'>; describe?: Describe }>

/**
 * Leads a live platform through its upgrades; any other stays as it is. Its EKS cluster and AWS are asked only while an upgrade
 * of Kubernetes is open.
 */
export async function guide(
  ports: GuidePorts,
  platform: Platform,
  observed: Observed,
  { now, stored }: Readonly<{ now: Date; stored: StoredPlatform }>,
  signal: AbortSignal,
): Promise<Guided | Readonly<{ platform: Platform; upgrades?: undefined; lookAgainAt?: undefined }>> {
  if (platform.phase !== 'Live') return { platform }
  const before = stored.status?.upgrades ?? []
  const guess = guideUpgrades(platform, observed, { now, before, workload: nothingKnown })
  const isOpen = guess.upgrades.some(({ part, state }) => part === 'Cluster' && state !== 'Done')
  if (!isOpen) return guess
  return guideUpgrades(platform, observed, {
    now,
    before,
    workload: await askAround(ports, platform, observed, signal),
  })
}

const nothingKnown: WorkloadFacts = { budgets: undefined, freeAddresses: undefined }

async function askAround(
  { workload, describe }: GuidePorts,
  platform: LivePlatform,
  observed: Observed,
  signal: AbortSignal,
): Promise<WorkloadFacts> {
  const subnetIds = (observed.composites.get('Cluster')?.spec?.['subnetIds'] ?? []) as readonly string[]
  const [budgets, freeAddresses] = await Promise.all([
    workload?.budgets(platform, signal),
    describe?.freeAddresses(platform, subnetIds, signal),
  ])
  return { budgets, freeAddresses }
}
