import { profileDefaults, profileSettings } from '@taskplatform/crds/defaults'
import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'
import { unlessEmpty } from './unless-empty.ts'

/** Where the application is reached, with every default in place. */
export type ResolvedEdge = Readonly<{
  /** Without one the load balancer serves its own name, without TLS. */
  hostname: string | undefined
  grafanaHostname: string | undefined
  hostedZoneId: string | undefined
  certificateArn: string | undefined
  webAclArn: string | undefined
  accessLogs: Readonly<{ enabled: boolean; retentionDays: number }>
}>

/** Fills in the edge. Whoever names a retention wants access logs, whatever the profile says. */
export function resolveEdge({
  profile,
  hostname,
  dns,
  certificateArn,
  edge,
  monitoring,
}: TaskPlatformSpec): ResolvedEdge {
  const asked = edge?.accessLogRetentionDays
  return {
    hostname: unlessEmpty(hostname),
    grafanaHostname: monitoring?.grafanaHostname,
    hostedZoneId: dns?.hostedZoneId,
    certificateArn: unlessEmpty(certificateArn),
    webAclArn: unlessEmpty(edge?.webAclArn),
    accessLogs: {
      enabled: asked !== undefined || profileSettings[profile].edge.accessLogs,
      retentionDays: asked ?? profileDefaults.Production.edge.accessLogRetentionDays,
    },
  }
}
