import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { reportOf } from './layer-reports.ts'
import { networkOutputs } from './network-outputs.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/** What the layers have reported and users look for in the status: ids of the network, where the application is, what runs. */
export const platformOutputs = (
  platform: LivePlatform,
  observed: Observed,
): Pick<TaskPlatformStatus, 'network' | 'urls' | 'versions'> => ({
  ...networkOf(platform, observed),
  ...urlsOf(observed),
  ...versionsOf(platform, observed),
})

function networkOf(platform: LivePlatform, observed: Observed): Pick<TaskPlatformStatus, 'network'> {
  const outputs = networkOutputs(platform, observed)
  if ('waitingFor' in outputs) return {}
  const { vpcId, vpcCidr, zones, natPublicIps } = outputs
  return {
    network: {
      vpcId,
      vpcCidr,
      publicSubnetIds: zones.map(({ publicSubnetId }) => publicSubnetId),
      privateSubnetIds: zones.map(({ privateSubnetId }) => privateSubnetId),
      dataSubnetIds: zones.map(({ dataSubnetId }) => dataSubnetId),
      natPublicIps: [...natPublicIps],
    },
  }
}

function urlsOf(observed: Observed): Pick<TaskPlatformStatus, 'urls'> {
  const { url } = reportOf(observed, 'Edge')
  return url ? { urls: { app: url } } : {}
}

function versionsOf({ spec }: LivePlatform, observed: Observed): Pick<TaskPlatformStatus, 'versions'> {
  const running = {
    kubernetes: reportOf(observed, 'Cluster').version,
    postgresql: reportOf(observed, 'Database').engineVersion,
    [spec.cache.engine.toLowerCase()]: reportOf(observed, 'Cache').engineVersion,
  }
  const known = Object.entries(running).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return known.length > 0 ? { versions: Object.fromEntries(known) } : {}
}
