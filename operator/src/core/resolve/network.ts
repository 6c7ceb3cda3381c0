import { profileDefaults } from '@taskplatform/crds/defaults'
import { zonesOfRegion } from '@taskplatform/crds/regions'
import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'
import type { Resolved } from '../resolve.ts'

/** The network with every default in place. */
export type ResolvedNetwork = Readonly<{
  cidr: string
  /** Zone names in the order of the address plan. */
  availabilityZones: readonly string[]
  natGateways: 'Single' | 'PerZone'
  flowLogs: Readonly<{ enabled: boolean; retentionDays: number }>
  interfaceEndpoints: boolean
}>

/** Fills in the network. Its range and zones stay what they were when the platform was first accepted. */
export function resolveNetwork(spec: TaskPlatformSpec, recorded: Resolved['network']): ResolvedNetwork {
  const defaults = profileDefaults[spec.profile].network
  const { network = {} } = spec
  return {
    cidr: network.cidr ?? recorded?.cidr ?? defaults.cidr,
    availabilityZones: zonesFor(spec, recorded?.zones ?? []),
    natGateways: network.natGateways ?? defaults.natGateways,
    flowLogs: {
      enabled: network.flowLogs?.enabled ?? defaults.flowLogs.enabled,
      retentionDays: network.flowLogs?.retentionDays ?? defaults.flowLogs.retentionDays,
    },
    interfaceEndpoints: network.interfaceEndpoints ?? defaults.interfaceEndpoints,
  }
}

// Zones that are in use keep their places; more are taken in the order of the region's list.
function zonesFor({ profile, region, network }: TaskPlatformSpec, used: readonly string[]): readonly string[] {
  const count = network?.availabilityZones ?? profileDefaults[profile].network.availabilityZones
  const free = zonesOfRegion[region].filter((zone) => !used.includes(zone))
  return [...used, ...free].slice(0, Math.max(count, used.length))
}
