import { oneOf, text, whole } from './fields.ts'
import { regions } from './regions.ts'
import { withRules } from './rule.ts'

/** AWS region that a platform can be made in. */
export const region = oneOf(regions)

/** An IPv4 network without host bits. Whatever reads it in CEL still guards with `isCIDR`, so that a bad value gives one message. */
export const ipv4Network = withRules(
  text({ min: 9, max: 18, examples: ['10.0.0.0/16', '10.20.0.0/18', '192.168.0.0/20'] }),
  [
    {
      rule: 'isCIDR(self) && cidr(self).ip().family() == 4 && cidr(self) == cidr(self).masked()',
      message: 'must be an IPv4 network in CIDR notation without host bits, for example 10.0.0.0/16',
    },
  ],
)

/** The address range of a VPC: private, /16 to /20. */
export const vpcCidr = withRules(ipv4Network, [
  {
    rule: '!isCIDR(self) || (cidr(self).prefixLength() >= 16 && cidr(self).prefixLength() <= 20)',
    message:
      'must be a /16 to /20: larger is not allowed by AWS, and a smaller network has too few addresses for the pods',
  },
  {
    rule: "!isCIDR(self) || ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].exists(range, cidr(range).containsCIDR(self))",
    message: 'must lie in a private range: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
  },
])

/** A label of DNS, and so the name of most things: lower case letters, digits and inner hyphens. */
export const dnsLabel = (max: number, examples: readonly string[] = ['general']) =>
  text({ min: 1, max, pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/, examples })

/** A host name of at least two labels, lower case, without a final dot. */
export const hostname = text({
  max: 253,
  pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  examples: ['tasks.example.com', 'grafana.tasks.example.com'],
})

/** Name of a Kubernetes object. */
export const objectName = text({
  min: 1,
  max: 253,
  pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  examples: ['default', 'slack'],
})

/** Days that CloudWatch Logs can keep log events; it takes no others. Source: PutRetentionPolicy of the CloudWatch Logs API. */
export const logRetentionDays = withRules(whole({ min: 1, max: 3653, examples: [1, 7, 30, 365, 3653] }), [
  {
    rule: 'self in [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]',
    message:
      'must be a number of days that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653',
  },
])

/** Name of an availability zone. */
export const zoneName = text({
  min: 10,
  max: 32,
  pattern: /^[a-z]{2}-[a-z]+-[0-9][a-z]$/,
  examples: ['ap-northeast-1a'],
})

/** An identifier or ARN that AWS chose. */
export const awsId = text({ max: 512, examples: ['vpc-0a1b2c3d4e5f60718'] })

/** A moment in RFC 3339, UTC. */
export const moment = text({ max: 40, examples: ['2026-11-24T09:00:00Z'] })
