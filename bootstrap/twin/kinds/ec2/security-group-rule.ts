import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { formatCidr, parseCidr } from '../../service/cidr.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { securityGroupOr } from './found.ts'

/** A rule that lets packets in. */
export const securityGroupIngressRule = ruleKind('Ingress', 'securitygroupingressrules')

/** A rule that lets packets out. */
export const securityGroupEgressRule = ruleKind('Egress', 'securitygroupegressrules')

function ruleKind(direction: 'Ingress' | 'Egress', plural: string): Kind {
  const kind = `SecurityGroup${direction}Rule`
  return {
    resource: ec2(kind, plural),
    title: `VPC Security Group ${direction} Rule`,
    service: 'EC2',
    library: 'framework',
    calls: {
      create: `AuthorizeSecurityGroup${direction}`,
      modify: 'ModifySecurityGroupRules',
      delete: `RevokeSecurityGroup${direction}`,
    },
    context: { create: () => `creating VPC Security Group ${direction} Rule` },
    arguments: [
      'cidrIpv4',
      'cidrIpv6',
      'description',
      'fromPort',
      'ipProtocol',
      'prefixListId',
      'referencedSecurityGroupId',
      'region',
      'securityGroupId',
      'tags',
      'toPort',
    ],
    replacing: replacingOf('ec2', `SecurityGroup${direction}Rule`),
    references: [
      { argument: 'referencedSecurityGroupId', to: 'SecurityGroup', value: 'name' },
      { argument: 'securityGroupId', to: 'SecurityGroup', value: 'name' },
    ],
    naming: { by: 'aws', id: (from) => ec2Id('sgr', from) },
    within: { securityGroupId: 'SecurityGroup' },
    create: (world, { id, args }) =>
      ruleRefusal(world, args) ??
      firstRefusal(
        () => isNew(world, kind, args),
        () => quotaOf(world, kind, args),
      ) ?? { arn: arnOf(world, 'ec2', `security-group-rule/${id}`), securityGroupRuleId: id },
    modify: (world, { attributes }) => ruleRefusal(world, attributes),
  }
}

const sources = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'] as const

const ruleRefusal = (world: World, args: Attributes): Refusal | undefined => {
  const group = securityGroupOr(world, args['securityGroupId'])
  if (isRefusal(group)) return group
  return firstRefusal(
    () => hasOneSource(args),
    () => blockOf(args['cidrIpv4']),
    () => groupExists(world, args['referencedSecurityGroupId']),
    () => portsOf(args),
  )
}

const hasOneSource = (args: Attributes): Refusal | undefined =>
  sources.filter((name) => args[name] !== undefined).length === 1
    ? undefined
    : refuse('MissingParameter', 'Exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId must be given')

const blockOf = (text: unknown): Refusal | undefined => {
  if (text === undefined) return undefined
  const cidr = parseCidr(text)
  return cidr && formatCidr(cidr) === text
    ? undefined
    : refuse('InvalidParameterValue', `CIDR block ${text} is malformed`)
}

const groupExists = (world: World, id: unknown): Refusal | undefined => {
  if (id === undefined) return undefined
  const group = securityGroupOr(world, id)
  return isRefusal(group) ? group : undefined
}

const portsOf = ({ ipProtocol, fromPort, toPort }: Attributes): Refusal | undefined => {
  if (!['tcp', 'udp', '6', '17'].includes(String(ipProtocol))) return undefined
  if (fromPort === undefined || toPort === undefined)
    return refuse(
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    )
  const [from, to] = [Number(fromPort), Number(toPort)]
  return from < 0 || to > 65_535 || from > to
    ? refuse('InvalidParameterValue', `Invalid value '${from}-${to}' for portRange.`)
    : undefined
}

const rulesOf = (world: World, kind: string, groupId: unknown): AwsResource[] =>
  world.all(kind).filter(({ attributes }) => attributes['securityGroupId'] === groupId)

const isNew = (world: World, kind: string, args: Attributes): Refusal | undefined => {
  const compared = [...sources, 'ipProtocol', 'fromPort', 'toPort']
  const same = rulesOf(world, kind, args['securityGroupId']).find(({ attributes }) =>
    compared.every((name) => attributes[name] === args[name]),
  )
  if (!same) return undefined
  const { ipProtocol, fromPort, toPort } = args
  const peer = sources.map((name) => args[name]).find((value) => value !== undefined)
  return refuse(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peer}, ${String(ipProtocol).toUpperCase()}, from port: ${fromPort}, to port: ${toPort}, ALLOW" already exists`,
    { blockers: [same.id] },
  )
}

const quotaOf = (world: World, kind: string, args: Attributes): Refusal | undefined =>
  rulesOf(world, kind, args['securityGroupId']).length >= world.quotas.rulesPerSecurityGroup
    ? refuse('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.')
    : undefined
