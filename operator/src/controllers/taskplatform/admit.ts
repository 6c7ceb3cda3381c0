import { fixedDefaults } from '@taskplatform/crds/defaults'
import { finalizer } from '@taskplatform/crds/labels'
import type { Installation } from '../../core/installation.ts'
import type { Observed } from '../../core/observed.ts'
import { type Neighbour, overlapIssues } from '../../core/overlap.ts'
import type { LivePlatform, Platform, StoredPlatform } from '../../core/platform.ts'
import { missingProviderConfig, providerConfigIssues } from '../../core/tenancy.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { ProviderConfigs } from '../../ports/provider-configs.ts'

/** Lets a platform come into being, or says why not. */
export type Admit = (
  stored: StoredPlatform,
  platform: Platform,
  standing: Observed,
  signal: AbortSignal,
) => Promise<Platform>

/**
 * Looks, before the first thing is made, whether the platform may be made here: with this ProviderConfig, with these addresses.
 * One that was let in once is not asked again, so that no change elsewhere can touch what stands.
 */
export function createAdmission(
  { platforms, providerConfigs }: Readonly<{ platforms: Platforms; providerConfigs: ProviderConfigs }>,
  installation: Installation,
): Admit {
  // two that are judged before the watch has brought the other's finalizer back must not both be let in
  const letIn = new Set<string>()
  return async (stored, platform, standing, signal) => {
    if (platform.phase !== 'Live' || platform.claimed || standing.composites.size > 0) return platform
    const { providerConfigRef, network } = platform.spec
    const barred = providerConfigIssues(providerConfigRef, platform.namespace, installation)
    if (barred.length > 0) return refused(platform, { issues: barred, reason: 'ProviderConfigMissing' })
    if (!(await providerConfigs.exists(providerConfigRef, platform.namespace, signal)))
      return refused(platform, { issues: [missingProviderConfig(providerConfigRef)], reason: 'ProviderConfigMissing' })

    const others = platforms.all().map((other) => neighbourOf(other, letIn))
    const issues = overlapIssues({ ...neighbourOf(stored, letIn), cidr: network.cidr }, others, installation)
    if (issues.length > 0) return refused(platform, { issues })
    for (const { metadata } of platforms.all().filter(isClaimed)) letIn.delete(metadata.uid ?? '')
    letIn.add(platform.uid)
    return platform
  }
}

const refused = (
  { name, namespace, uid, generation, claimed }: LivePlatform,
  why: Pick<Extract<Platform, { phase: 'Invalid' }>, 'issues' | 'reason'>,
): Platform => ({ name, namespace, uid, generation, claimed, phase: 'Invalid', mayHeal: true, ...why })

const neighbourOf = ({ metadata, spec, status }: StoredPlatform, letIn: ReadonlySet<string>): Neighbour => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  uid: metadata.uid ?? '',
  createdAt: metadata.creationTimestamp ?? '',
  cidr: status?.resolved?.network?.cidr ?? cidrIn(spec) ?? fixedDefaults.networkCidr,
  stands: isClaimed({ metadata }) || letIn.has(metadata.uid ?? ''),
})

const isClaimed = ({ metadata }: Pick<StoredPlatform, 'metadata'>): boolean =>
  metadata.finalizers?.includes(finalizer) === true

const cidrIn = (spec: unknown): string | undefined => {
  const cidr = (spec as { network?: { cidr?: unknown } } | undefined)?.network?.cidr
  return typeof cidr === 'string' ? cidr : undefined
}
