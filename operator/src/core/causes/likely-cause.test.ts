import { awsMessage } from '@taskplatform/compositions/aws-message'
import { expect, test } from 'vitest'
import { causesProvenance } from './cause.ts'
import { causes, likelyCause } from './likely-cause.ts'

/** What the provider writes for a refusal of EC2, whose errors the SDK does not name. */
const ec2 = (call: string, answer: string) =>
  `async create failed: failed to create the resource: [{0 creating EC2: operation error EC2: ${call}, https response error StatusCode: 400, RequestID: 0b1c2d3e-1111-2222-3333-444455556666, api error ${answer}  []}]`

/** What it writes for a refusal of a service with errors of its own. */
const named = (service: string, answer: string) =>
  `async create failed: failed to create the resource: [{0 creating ${service}: operation error ${service}: Create, https response error StatusCode: 400, RequestID: 0b1c2d3e-1111-2222-3333-444455556666, ${answer}  []}]`

const user = 'User: arn:aws:sts::111122223333:assumed-role/crossplane-provider-aws/1234'

test.each<{ why: string; said: string; cause: RegExp; heals: 'Time' | 'Person'; command?: RegExp }>([
  {
    why: 'a permission of EC2, which is named',
    said: ec2(
      'CreateVpc',
      `UnauthorizedOperation: You are not authorized to perform this operation. ${user} is not authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:eu-west-1:111122223333:vpc/* because no identity-based policy allows the ec2:CreateVpc action. Encoded authorization failure message: Xy1`,
    ),
    cause: /no permission for ec2:CreateVpc$/,
    heals: 'Person',
  },
  {
    why: 'a permission of another service',
    said: named(
      'EKS',
      `AccessDeniedException: ${user} is not authorized to perform: eks:CreateCluster on resource: arn:aws:eks:eu-west-1:111122223333:cluster/tasks`,
    ),
    cause: /no permission for eks:CreateCluster$/,
    heals: 'Person',
  },
  {
    why: 'a policy of the organization, which no role can overrule',
    said: ec2(
      'CreateVpc',
      `UnauthorizedOperation: ${user} is not authorized to perform: ec2:CreateVpc with an explicit deny in a service control policy`,
    ),
    cause: /service control policy/,
    heals: 'Person',
  },
  {
    why: 'throttling, which passes',
    said: ec2('DescribeVpcs', 'RequestLimitExceeded: Request limit exceeded.'),
    cause: /more calls than AWS admits/,
    heals: 'Time',
  },
  {
    why: 'throttling in the words of RDS',
    said: named('RDS', 'Throttling: Rate exceeded'),
    cause: /more calls than AWS admits/,
    heals: 'Time',
  },
  {
    why: 'the quota of VPCs',
    said: ec2('CreateVpc', 'VpcLimitExceeded: The maximum number of VPCs has been reached.'),
    cause: /quota "VPCs per Region"/,
    heals: 'Person',
    command: /--service-code vpc --quota-code L-F678F1CE$/,
  },
  {
    why: 'the quota of addresses',
    said: ec2('AllocateAddress', 'AddressLimitExceeded: The maximum number of addresses has been reached.'),
    cause: /quota "EC2-VPC Elastic IPs"/,
    heals: 'Person',
    command: /L-0263D0A3$/,
  },
  {
    why: 'the quota of NAT gateways, told after the creation was accepted',
    said: 'waiting for EC2 NAT Gateway (nat-1) create: unexpected state failed. last error: NatGatewayLimitExceeded: The maximum number of NAT gateways has been reached.',
    cause: /NAT gateways per Availability Zone/,
    heals: 'Person',
  },
  {
    why: 'a quota without a row of its own',
    said: ec2('CreateRouteTable', 'RouteTableLimitExceeded: The maximum number of route tables has been reached.'),
    cause: /reached a quota \(RouteTableLimitExceeded\)/,
    heals: 'Person',
  },
  {
    why: 'a parameter that AWS does not take',
    said: ec2('CreateSubnet', 'InvalidParameterValue: Value (x) for parameter availabilityZone is invalid.'),
    cause: /does not accept a value/,
    heals: 'Person',
  },
  {
    why: 'a VPC that others are still in',
    said: ec2('DeleteVpc', "DependencyViolation: The vpc 'vpc-0a1b' has dependencies and cannot be deleted."),
    cause: /still in vpc-0a1b/,
    heals: 'Person',
    command: /Name=vpc-id,Values=vpc-0a1b /,
  },
  {
    why: 'a security group that others still use',
    said: ec2('DeleteSecurityGroup', 'DependencyViolation: resource sg-0c1b has a dependent object'),
    cause: /interfaces still use sg-0c1b/,
    heals: 'Person',
    command: /Name=group-id,Values=sg-0c1b /,
  },
  {
    why: 'no machines of a type',
    said: ec2('RunInstances', 'InsufficientInstanceCapacity: We currently do not have sufficient m6i.large capacity'),
    cause: /no machines of this type/,
    heals: 'Time',
  },
  {
    why: 'no capacity for a database',
    said: named('RDS', 'InsufficientDBInstanceCapacity: db.r6g.large is not available'),
    cause: /no capacity for this class/,
    heals: 'Person',
  },
  {
    why: 'a class that RDS does not offer in the zone',
    said: named(
      'RDS',
      'InvalidParameterCombination: RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.r3.large, Engine=postgres',
    ),
    cause: /not offered/,
    heals: 'Person',
    command: /describe-orderable-db-instance-options/,
  },
  {
    why: 'a certificate whose record nobody sees',
    said: 'Waiting for CertificateValidation tasks-edge-certificate-validation',
    cause: /does not see the validation record/,
    heals: 'Person',
  },
  {
    why: 'a final snapshot whose name is taken',
    said: named('RDS', 'DBSnapshotAlreadyExists: Cannot create the snapshot because one with that name exists.'),
    cause: /final snapshot exists already/,
    heals: 'Person',
    command: /describe-db-snapshots/,
  },
  {
    why: 'a secret whose name is in its recovery window',
    said: named(
      'Secrets Manager',
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    ),
    cause: /recovery window/,
    heals: 'Person',
  },
  {
    why: 'a key that is about to be deleted',
    said: named('RDS', 'KMSInvalidStateException: arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion.'),
    cause: /about to be deleted/,
    heals: 'Person',
  },
  {
    why: 'a subnet without addresses',
    said: ec2(
      'CreateNetworkInterface',
      'InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses',
    ),
    cause: /no free address left/,
    heals: 'Person',
  },
  {
    why: 'a version of Kubernetes that EKS does not offer',
    said: named('EKS', 'InvalidParameterException: unsupported Kubernetes version 1.19'),
    cause: /does not offer this version of Kubernetes/,
    heals: 'Person',
    command: /describe-cluster-versions/,
  },
  {
    why: 'a version of PostgreSQL that RDS does not offer',
    said: named('RDS', 'InvalidParameterCombination: Cannot find version 13.99 for postgres'),
    cause: /not offered|does not offer this version/,
    heals: 'Person',
  },
  {
    why: 'a full disk',
    said: 'Instance tasks-database-instance: RDS reports the status storage-full',
    cause: /disk of the database is full/,
    heals: 'Person',
    command: /edit taskplatforms/,
  },
  {
    why: 'a ProviderConfig that is not there',
    said: 'connect failed: cannot initialize the Terraform plugin SDK async external client: cannot get terraform setup: cannot get referenced ProviderConfig: "default" not found',
    cause: /ProviderConfig that spec.aws names does not exist/,
    heals: 'Person',
    command: /get clusterproviderconfigs/,
  },
  {
    why: 'a provider that was killed in the middle of a creation',
    said: 'cannot determine creation result - remove the crossplane.io/external-create-pending annotation if it is safe to proceed',
    cause: /makes no second one/,
    heals: 'Person',
    command: /annotate \{object\} crossplane\.io\/external-create-pending-$/,
  },
  {
    why: 'a change that AWS can only make by replacing',
    said: 'async update failed: refuse to update the external resource because the following update requires replacing it: cannot change the value of the argument "cidr_block" from "10.0.0.0/16" to "10.1.0.0/16"',
    cause: /only replace/,
    heals: 'Person',
  },
  {
    why: 'a function that does not answer',
    said: 'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "function-taskplatform": rpc error: code = Unavailable desc = connection error: dial tcp 10.0.0.1:9443: connect: connection refused',
    cause: /could not ask our composition function|no connection/,
    heals: 'Time',
  },
  {
    why: 'a permission that our own operator lacks',
    said: 'platformnetworks.aws.taskplatform.dev is forbidden: User "system:serviceaccount:taskplatform-system:operator" cannot create resource "platformnetworks"',
    cause: /ClusterRole of the operator/,
    heals: 'Person',
  },
])('$why', ({ said, cause, heals, command }) => {
  const found = likelyCause(awsMessage(said))
  expect(found?.cause).toMatch(cause)
  expect(found?.heals).toBe(heals)
  expect(found?.command ?? '').toMatch(command ?? /(?:)/)
})

test('of several resources the one that is told first counts', () => {
  const message =
    'EIP tasks-network-nat: AddressLimitExceeded: no more; VPC tasks-network-vpc: VpcLimitExceeded: no more'
  expect(likelyCause(message)?.cause).toMatch(/Elastic IPs/)
})

test.each([
  'NATGateway tasks-network-nat is being created',
  'the composition has not said how its resources stand',
  '',
])('nothing is made up about %j', (message) => expect(likelyCause(message)).toBeUndefined())

test('every cause ends in words that read on: no full stop, no capital at the start but names', () => {
  for (const { cause, cure } of causes) {
    expect(cause).not.toMatch(/\.$/)
    expect(cure).not.toMatch(/\.$/)
  }
})

test('the table was looked at within the last year: AWS finds new words', () =>
  expect((Date.now() - Date.parse(causesProvenance.asOf)) / 86_400_000).toBeLessThan(365))
