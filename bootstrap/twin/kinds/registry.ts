import type { Kind } from '../service/kind.ts'
import { certificate } from './acm/certificate.ts'
import { certificateValidation } from './acm/certificate-validation.ts'
import { compositeAlarm } from './cloudwatch/composite-alarm.ts'
import { dashboard } from './cloudwatch/dashboard.ts'
import { metricAlarm } from './cloudwatch/metric-alarm.ts'
import { group } from './cloudwatchlogs/group.ts'
import { defaultSecurityGroup } from './ec2/default-security-group.ts'
import { eip } from './ec2/eip.ts'
import { flowLog } from './ec2/flow-log.ts'
import { internetGateway } from './ec2/internet-gateway.ts'
import { launchTemplate } from './ec2/launch-template.ts'
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
import { accessEntry } from './eks/access-entry.ts'
import { accessPolicyAssociation } from './eks/access-policy-association.ts'
import { addon } from './eks/addon.ts'
import { cluster } from './eks/cluster.ts'
import { clusterAuth } from './eks/cluster-auth.ts'
import { nodeGroup } from './eks/node-group.ts'
import { podIdentityAssociation } from './eks/pod-identity-association.ts'
import { cacheParameterGroup } from './elasticache/parameter-group.ts'
import { replicationGroup } from './elasticache/replication-group.ts'
import { cacheSubnetGroup } from './elasticache/subnet-group.ts'
import { lb } from './elbv2/lb.ts'
import { lbListener } from './elbv2/lb-listener.ts'
import { lbListenerRule } from './elbv2/lb-listener-rule.ts'
import { lbTargetGroup } from './elbv2/lb-target-group.ts'
import { openIdConnectProvider } from './iam/open-id-connect-provider.ts'
import { role } from './iam/role.ts'
import { rolePolicy } from './iam/role-policy.ts'
import { rolePolicyAttachment } from './iam/role-policy-attachment.ts'
import { serviceLinkedRole } from './iam/service-linked-role.ts'
import { key } from './kms/key.ts'
import { eventSubscription } from './rds/event-subscription.ts'
import { instance } from './rds/instance.ts'
import { dbParameterGroup } from './rds/parameter-group.ts'
import { dbSnapshot } from './rds/snapshot.ts'
import { dbSubnetGroup } from './rds/subnet-group.ts'
import { record } from './route53/record.ts'
import { bucket } from './s3/bucket.ts'
import { bucketLifecycleConfiguration } from './s3/bucket-lifecycle-configuration.ts'
import { bucketOwnershipControls } from './s3/bucket-ownership-controls.ts'
import { bucketPolicy } from './s3/bucket-policy.ts'
import { bucketPublicAccessBlock } from './s3/bucket-public-access-block.ts'
import { bucketServerSideEncryptionConfiguration } from './s3/bucket-server-side-encryption-configuration.ts'
import { bucketVersioning } from './s3/bucket-versioning.ts'
import { secret } from './secretsmanager/secret.ts'
import { secretPolicy } from './secretsmanager/secret-policy.ts'
import { secretVersion } from './secretsmanager/secret-version.ts'
import { topic } from './sns/topic.ts'
import { topicPolicy } from './sns/topic-policy.ts'
import { topicSubscription } from './sns/topic-subscription.ts'
import { webAclAssociation } from './wafv2/web-acl-association.ts'

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
  launchTemplate,
  role,
  rolePolicy,
  rolePolicyAttachment,
  openIdConnectProvider,
  serviceLinkedRole,
  key,
  group,
  cluster,
  nodeGroup,
  addon,
  accessEntry,
  accessPolicyAssociation,
  podIdentityAssociation,
  clusterAuth,
  certificate,
  certificateValidation,
  record,
  lb,
  lbTargetGroup,
  lbListener,
  lbListenerRule,
  bucket,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketOwnershipControls,
  bucketServerSideEncryptionConfiguration,
  bucketLifecycleConfiguration,
  bucketVersioning,
  webAclAssociation,
  topic,
  topicPolicy,
  topicSubscription,
  metricAlarm,
  compositeAlarm,
  dashboard,
  instance,
  dbSubnetGroup,
  dbParameterGroup,
  eventSubscription,
  dbSnapshot,
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
