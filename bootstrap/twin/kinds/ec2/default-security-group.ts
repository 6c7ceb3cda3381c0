import { arnOf } from '../../service/arn.ts'
import { derivedId } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal } from '../../service/refusal.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { vpcOr } from './found.ts'

/**
 * The security group that every VPC has. Creating it takes it over and removes all its rules; deleting it gives it up, and AWS
 * hears nothing of that.
 */
export const defaultSecurityGroup: Kind = {
  resource: ec2('DefaultSecurityGroup', 'defaultsecuritygroups'),
  title: 'Default Security Group',
  service: 'EC2',
  calls: { create: 'DescribeSecurityGroups', modify: 'AuthorizeSecurityGroupIngress', delete: 'none' },
  context: { create: () => 'reading Default Security Group' },
  arguments: ['egress', 'ingress', 'region', 'revokeRulesOnDelete', 'tags', 'vpcId'],
  replacing: replacingOf('ec2', 'DefaultSecurityGroup'),
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: {
    by: 'arguments',
    id: ({ vpcId }) => (typeof vpcId === 'string' ? derivedId('sg', vpcId) : undefined),
  },
  within: { vpcId: 'VPC' },
  create: (world, { id, args }) => {
    const vpc = vpcOr(world, args['vpcId'])
    if (isRefusal(vpc)) return vpc
    return {
      arn: arnOf(world, 'ec2', `security-group/${id}`),
      description: 'default VPC security group',
      egress: args['egress'] ?? [],
      ingress: args['ingress'] ?? [],
      name: 'default',
      ownerId: world.accountId,
      revokeRulesOnDelete: args['revokeRulesOnDelete'] ?? false,
    }
  },
}
