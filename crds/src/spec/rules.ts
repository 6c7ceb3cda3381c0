import { fixedDefaults, profileDefaults } from '../defaults.ts'
import { twoZoneRegions } from '../regions.ts'
import { effective, isSet, type Rule } from '../rule.ts'

const inProduction = "self.profile == 'Production'"

/** CEL: the value at the path, or the default of the profile where it is not set. */
export function effectiveByProfile(path: string, base = 'self'): string {
  const [production, development] = [defaultAt('Production', path), defaultAt('Development', path)]
  return effective(path, `(${base}.profile == 'Production' ? ${production} : ${development})`, base)
}

const vpc = effective('network.cidr', `'${fixedDefaults.networkCidr}'`)
const services = effective('cluster.serviceCidr', `'${fixedDefaults.serviceCidr}'`)

/** Rules between fields of different parts of the spec; those within one part stand there. */
export const rulesBetweenFields: readonly Rule[] = [
  {
    rule: `!(isCIDR(${vpc}) && isCIDR(${services})) || !(cidr(${vpc}).containsCIDR(${services}) || cidr(${services}).containsCIDR(${vpc}))`,
    message:
      'network.cidr and cluster.serviceCidr must not overlap (not set they are 10.0.0.0/16 and 172.20.0.0/16): choose another range for one of them',
  },
  {
    rule: `${effectiveByProfile('network.availabilityZones')} < 3 || !(self.region in [${twoZoneRegions.map((name) => `'${name}'`).join(', ')}])`,
    message: `network.availabilityZones must be 2 in ${twoZoneRegions.join(', ')}: an account sees two zones there`,
  },
  {
    rule: `!(${inProduction}) || has(self.hostname)`,
    message:
      'hostname is required in Production: the application is served with TLS only, and a certificate needs a name',
  },
  {
    rule: `!has(self.hostname) || has(self.dns) || ${isSet('certificateArn', { text: true })}`,
    message: 'hostname needs dns.hostedZoneId or certificateArn: without one of them there is no certificate for it',
  },
  {
    rule: `!${isSet('certificateArn', { text: true })} || has(self.hostname)`,
    message: 'certificateArn needs hostname: set the name that the certificate is for, or remove it',
  },
  {
    rule: `!${isSet('certificateArn', { text: true })} || self.certificateArn.startsWith('arn:aws:acm:' + self.region + ':')`,
    message: 'certificateArn must be a certificate in region: a load balancer takes no other',
  },
  {
    rule: `!${isSet('edge.webAclArn', { text: true })} || self.edge.webAclArn.startsWith('arn:aws:wafv2:' + self.region + ':')`,
    message: 'edge.webAclArn must be a web ACL in region: a load balancer takes no other',
  },
  {
    rule: `!${isSet('monitoring.grafanaHostname')} || has(self.dns)`,
    message: 'monitoring.grafanaHostname needs dns.hostedZoneId: its certificate and records are made there',
  },
  {
    rule: `!${isSet('monitoring.grafanaHostname')} || !has(self.hostname) || self.monitoring.grafanaHostname != self.hostname`,
    message: 'monitoring.grafanaHostname must differ from hostname, which is the application',
  },
  {
    rule: `!(${inProduction} && ${isSet('cluster.apiAccess.public')} && self.cluster.apiAccess.public) || has(self.cluster.apiAccess.allowedCidrs)`,
    message:
      'cluster.apiAccess.allowedCidrs must be given in Production when public is true: list the networks, or give [] for the management cluster alone',
  },
  {
    rule: `!(${inProduction} && ${isSet('cluster.apiAccess.allowedCidrs')}) || self.cluster.apiAccess.allowedCidrs.all(one, !isCIDR(one) || cidr(one).prefixLength() >= 8)`,
    message:
      'cluster.apiAccess.allowedCidrs must not open the API to the world in Production (0.0.0.0/0, or any network larger than /8): list the networks that need it',
  },
  {
    rule: `!${isSet('database.maxStorageGiB')} || self.database.maxStorageGiB * 10 >= ${effectiveByProfile('database.storageGiB')} * 11`,
    message: 'database.maxStorageGiB must be at least a tenth above database.storageGiB: raise it, or leave it out',
  },
  {
    rule: `!(${inProduction} && ${isSet('database.backupRetentionDays')}) || self.database.backupRetentionDays >= 7`,
    message: 'database.backupRetentionDays must be at least 7 in Production: raise it, or leave it out',
  },
  {
    rule: `!${effectiveByProfile('cache.multiAz')} || ${effectiveByProfile('cache.nodes')} >= 2`,
    message: 'cache.multiAz needs two cache.nodes: raise cache.nodes, or set cache.multiAz to false',
  },
]

function defaultAt(profile: 'Production' | 'Development', path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], profileDefaults[profile])
  if (value === undefined) throw new Error(`The ${profile} profile has no default for ${path}: add it to defaults.ts`)
  return JSON.stringify(value)
}
