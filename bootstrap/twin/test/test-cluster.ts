import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import type { TestAccount } from './test-account.ts'

/** A VPC with two private subnets in two zones and the roles of a cluster and its nodes; and short ways to what EKS makes in it. */
export const testEks = async (aws: TestAccount) => {
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
  const subnet = (cidrBlock: string, availabilityZone: string) =>
    aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
  const subnets = [
    await subnet('10.0.1.0/24', 'ap-northeast-1a'),
    await subnet('10.0.2.0/24', 'ap-northeast-1c'),
  ] as const
  const clusterRole = await aws.make('Role', { assumeRolePolicy: trust('eks.amazonaws.com') }, 'cluster')
  const policyArn = 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'
  const attachment = await aws.make('RolePolicyAttachment', { role: 'cluster', policyArn })
  const nodeRole = await aws.make('Role', { assumeRolePolicy: trust('ec2.amazonaws.com') }, 'node')
  const subnetIds = subnets.map(({ id }) => id)
  const clusterArgs: Attributes = {
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    roleArn: clusterRole.attributes['arn'],
    version: '1.35',
    vpcConfig: { subnetIds },
  }
  const groupArgs: Attributes = {
    clusterName: 'c',
    nodeRoleArn: nodeRole.attributes['arn'],
    subnetIds,
    instanceTypes: ['m6i.large'],
    scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
  }
  return {
    vpc,
    subnets,
    clusterRole,
    attachment,
    nodeRole,
    clusterArgs,
    groupArgs,
    askCluster: (args: Attributes = {}, name = 'c') => aws.ask('Cluster', { ...clusterArgs, ...args }, name),
    makeCluster: (args: Attributes = {}, name = 'c'): Promise<AwsResource> =>
      aws.make('Cluster', { ...clusterArgs, ...args }, name),
    askGroup: (args: Attributes = {}, name = 'g') => aws.ask('NodeGroup', { ...groupArgs, ...args }, name),
    makeGroup: (args: Attributes = {}, name = 'g'): Promise<AwsResource> =>
      aws.make('NodeGroup', { ...groupArgs, ...args }, name),
  }
}

/** A trust policy for a service. */
export const trust = (service: string, actions: readonly string[] = ['sts:AssumeRole']): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: actions }],
  })
