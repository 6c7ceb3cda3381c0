import type { Kind } from '../service/kind.ts'
import { group } from './cloudwatchlogs/group.ts'
import { defaultSecurityGroup } from './ec2/default-security-group.ts'
import { eip } from './ec2/eip.ts'
import { flowLog } from './ec2/flow-log.ts'
import { internetGateway } from './ec2/internet-gateway.ts'
import { natGateway } from './ec2/nat-gateway.ts'
import { route } from './ec2/route.ts'
import { routeTable } from './ec2/route-table.ts'
import { routeTableAssociation } from './ec2/route-table-association.ts'
import { securityGroup } from './ec2/security-group.ts'
import { securityGroupEgressRule, securityGroupIngressRule } from './ec2/security-group-rule.ts'
import { subnet } from './ec2/subnet.ts'
import { vpc } from './ec2/vpc.ts'
import { vpcEndpoint } from './ec2/vpc-endpoint.ts'
import {
  vpcEndpointRouteTableAssociation,
  vpcEndpointSecurityGroupAssociation,
  vpcEndpointSubnetAssociation,
} from './ec2/vpc-endpoint-association.ts'
import { repository } from './ecr/repository.ts'
import { lifecyclePolicy, repositoryPolicy } from './ecr/repository-policies.ts'
import { cacheParameterGroup } from './elasticache/parameter-group.ts'
import { replicationGroup } from './elasticache/replication-group.ts'
import { cacheSubnetGroup } from './elasticache/subnet-group.ts'
import { role } from './iam/role.ts'
import { rolePolicy } from './iam/role-policy.ts'
import { key } from './kms/key.ts'

import { eventSubscription } from './rds/event-subscription.ts'
import { instance } from './rds/instance.ts'
import { dbParameterGroup } from './rds/parameter-group.ts'
import { dbSubnetGroup } from './rds/subnet-group.ts'
import { secret } from './secretsmanager/secret.ts'
import { secretPolicy } from './secretsmanager/secret-policy.ts'
import { secretVersion } from './secretsmanager/secret-version.ts'

/** Every kind that the twin plays. A new one is a file like those above, and a line here. */
export const kinds: readonly Kind[] = [
  vpc,
  subnet,
  internetGateway,
  eip,
  natGateway,
  routeTable,
  route,
  routeTableAssociation,
  defaultSecurityGroup,
  securityGroup,
  securityGroupIngressRule,
  securityGroupEgressRule,
  vpcEndpoint,
  vpcEndpointRouteTableAssociation,
  vpcEndpointSubnetAssociation,
  vpcEndpointSecurityGroupAssociation,
  flowLog,
  role,
  rolePolicy,
  key,
  group,
  instance,
  dbSubnetGroup,
  dbParameterGroup,
  eventSubscription,
  replicationGroup,
  cacheSubnetGroup,
  cacheParameterGroup,
  secret,
  secretVersion,
  secretPolicy,
  repository,
  lifecyclePolicy,
  repositoryPolicy,
]
