import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc, vpcOr } from './found.ts'
import { interfacesBehind } from './network-interface.ts'

/** A firewall around network interfaces. The provider takes off the rule that lets everything out, which AWS puts on. */
export const securityGroup: Kind = {
  resource: ec2('SecurityGroup', 'securitygroups'),
  title: 'Security Group',
  service: 'EC2',
  calls: { create: 'CreateSecurityGroup', modify: 'CreateTags', delete: 'DeleteSecurityGroup' },
  context: { create: ({ args, id }) => `creating Security Group (${args['name'] ?? id})` },
  arguments: ['description', 'name', 'region', 'revokeRulesOnDelete', 'tags', 'vpcId'],
  replacing: replacingOf('ec2', 'SecurityGroup'),
  notLateInitialized: ['name'],
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: { by: 'aws', id: (from) => ec2Id('sg', from) },
  create: (world, { id, args }) => {
    const vpc = vpcOr(world, args['vpcId'])
    if (isRefusal(vpc)) return vpc
    const given = { description: 'Managed by Terraform', name: `terraform-${id.slice(3)}`, ...args }
    return (
      firstRefusal(
        () => wordsOf(given),
        () => nameIsFree(world, vpc, given.name),
        () => quotaOf(world),
      ) ?? {
        description: given.description,
        name: given.name,
        revokeRulesOnDelete: args['revokeRulesOnDelete'] ?? false,
        arn: arnOf(world, 'ec2', `security-group/${id}`),
        ownerId: world.accountId,
      }
    )
  },
  remove: (world, { id }) => {
    const blockers = usersOf(world, id)
    if (blockers.length === 0) return undefined
    return refuse('DependencyViolation', `resource ${id} has a dependent object`, {
      blockers: blockers.map((user) => user.id),
    })
  },
}

const wordsOf = ({ description, name }: Attributes): Refusal | undefined => {
  if (String(name).startsWith('sg-'))
    return refuse(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    )
  if (!/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(String(description)))
    return refuse(
      'InvalidParameterValue',
      `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
    )
  return undefined
}

const nameIsFree = (world: World, vpc: AwsResource, name: unknown): Refusal | undefined =>
  name === 'default' || inVpc(world, 'SecurityGroup', vpc.id).some(({ attributes }) => attributes['name'] === name)
    ? refuse('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpc.id}'`)
    : undefined

const quotaOf = (world: World): Refusal | undefined =>
  world.all('SecurityGroup').length >= world.quotas.securityGroupsPerRegion
    ? refuse('SecurityGroupLimitExceeded', 'The maximum number of security groups has been reached.')
    : undefined

/** Rules of other groups that name this one, and what has interfaces in it. */
const usersOf = (world: World, id: string): AwsResource[] => [
  ...['SecurityGroupIngressRule', 'SecurityGroupEgressRule']
    .flatMap((kind) => world.all(kind))
    .filter(({ attributes }) => attributes['referencedSecurityGroupId'] === id && attributes['securityGroupId'] !== id),
  ...world.all('VPCEndpointSecurityGroupAssociation').filter(({ attributes }) => attributes['securityGroupId'] === id),
  ...interfacesBehind(world, id),
]
