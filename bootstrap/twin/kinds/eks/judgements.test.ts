import { describe, expect, test } from 'vitest'
import type { AwsResource } from '../../service/aws-resource.ts'
import { isRefusal } from '../../service/refusal.ts'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { testEks, trust } from '../../test/test-cluster.ts'
import { clusterSecurityGroupId } from './cluster-companions.ts'

type Eks = Awaited<ReturnType<typeof testEks>>
type Row = { why: string; call: (eks: Eks, aws: TestAccount) => Promise<unknown>; says: string | undefined }

const said = (answer: unknown): string | undefined =>
  isRefusal(answer) ? `${answer.code}: ${answer.message}` : undefined

const judged = async ({ call }: Row) => {
  const aws = testAccount()
  return said(await call(await testEks(aws), aws))
}

const me = 'arn:aws:iam::111122223333:role/me'
const viewPolicy = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy'

describe('EKS judges a cluster', () => {
  test.each<Row>([
    { why: 'a cluster is fine', call: (eks) => eks.askCluster(), says: undefined },
    {
      why: 'its role must be there, and trust EKS',
      call: (eks) => eks.askCluster({ roleArn: eks.nodeRole.attributes['arn'] }),
      says: 'InvalidParameterException: Role with arn: arn:aws:iam::111122223333:role/node, could not be assumed because it does not exist or the trusted entity is not correct',
    },
    {
      why: 'its role has the policy',
      call: async (eks, aws) => {
        await aws.remove(eks.attachment)
        return eks.askCluster()
      },
      says: "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policies [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy] are attached ",
    },
    {
      why: 'one zone is not enough',
      call: (eks) => eks.askCluster({ vpcConfig: { subnetIds: [eks.subnets[0].id] } }),
      says: 'InvalidParameterException: Subnets specified must be in at least two different AZs',
    },
    {
      why: 'subnets exist',
      call: (eks) => eks.askCluster({ vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } }),
      says: "InvalidParameterException: The subnet ID 'subnet-1' does not exist",
    },
    {
      why: 'old versions are not offered any more',
      call: (eks) => eks.askCluster({ version: '1.20' }),
      says: 'InvalidParameterException: unsupported Kubernetes version',
    },
    {
      why: 'there are five kinds of logs',
      call: (eks) => eks.askCluster({ enabledClusterLogTypes: ['api', 'kubelet'] }),
      says: 'InvalidParameterException: Invalid log types: [kubelet]',
    },
    {
      why: 'one of the endpoints is on',
      call: ({ subnets, askCluster }) =>
        askCluster({ vpcConfig: { subnetIds: subnets.map(({ id }) => id), endpointPublicAccess: false } }),
      says: 'InvalidParameterException: Private and public endpoint access cannot be false',
    },
    {
      why: 'private addresses never come from the internet',
      call: ({ subnets, askCluster }) =>
        askCluster({ vpcConfig: { subnetIds: subnets.map(({ id }) => id), publicAccessCidrs: ['10.1.0.0/16'] } }),
      says: 'InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [10.1.0.0/16]',
    },
    {
      why: 'services have addresses of their own',
      call: (eks) => eks.askCluster({ kubernetesNetworkConfig: { serviceIpv4Cidr: '10.0.0.0/16' } }),
      says: expect.stringMatching(/^InvalidParameterException: The serviceIpv4Cidr 10\.0\.0\.0\/16 overlaps/),
    },
    {
      why: 'a key exists',
      call: (eks) => eks.askCluster({ encryptionConfig: { provider: { keyArn: 'arn:k' }, resources: ['secrets'] } }),
      says: "InvalidParameterException: The keyArn is invalid: Key 'arn:k' does not exist",
    },
    {
      why: 'a name is taken once',
      call: async (eks) => {
        await eks.makeCluster()
        return eks.askCluster()
      },
      says: 'ResourceInUseException: Cluster already exists with name: c',
    },
    {
      why: 'one minor version up is fine',
      call: async (eks, aws) => aws.modify(await eks.makeCluster({ version: '1.34' }), { version: '1.35' }),
      says: undefined,
    },
    {
      why: 'no version is skipped',
      call: async (eks, aws) => aws.modify(await eks.makeCluster({ version: '1.33' }), { version: '1.35' }),
      says: 'InvalidParameterException: Unsupported Kubernetes minor version update from 1.33 to 1.35',
    },
    {
      why: 'no version goes back',
      call: async (eks, aws) => aws.modify(await eks.makeCluster(), { version: '1.34' }),
      says: 'InvalidParameterException: Unsupported Kubernetes minor version update from 1.35 to 1.34',
    },
    {
      why: 'nodes trail by three versions at most',
      call: async (eks, aws) => {
        const cluster = await eks.makeCluster()
        await eks.makeGroup({ version: '1.32', amiType: 'AL2023_x86_64_STANDARD' }, 'old')
        return aws.modify(cluster, { version: '1.36' })
      },
      says: 'InvalidParameterException: Nodegroup(s) old must be updated to match the cluster version 1.35 before the cluster version is updated to 1.36',
    },
    {
      why: 'nobody goes back to the config map',
      call: async (eks, aws) =>
        aws.modify(await eks.makeCluster(), { accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
      says: 'InvalidParameterException: Unsupported authentication mode update from API to CONFIG_MAP',
    },
    {
      why: 'a cluster with node groups stays',
      call: async (eks, aws) => {
        const cluster = await eks.makeCluster()
        await eks.makeGroup()
        return aws.remove(cluster)
      },
      says: 'ResourceInUseException: Cluster has nodegroups attached',
    },
    {
      why: 'a protected cluster stays',
      call: async (eks, aws) => aws.remove(await eks.makeCluster({ deletionProtection: true })),
      says: 'InvalidRequestException: Cannot delete cluster c because deletion protection is enabled. Disable deletion protection and try again.',
    },
  ])('$why', async (row) => expect(await judged(row)).toEqual(row.says))
})

describe('EKS judges a node group', () => {
  const inCluster =
    (call: Row['call']): Row['call'] =>
    async (eks, aws) => {
      await eks.makeCluster()
      return call(eks, aws)
    }
  test.each<Row>([
    { why: 'a node group is fine', call: inCluster((eks) => eks.askGroup()), says: undefined },
    {
      why: 'it needs a cluster',
      call: (eks) => eks.askGroup(),
      says: 'ResourceNotFoundException: No cluster found for name: c.',
    },
    {
      why: 'its nodes are not newer than the cluster',
      call: inCluster((eks) => eks.askGroup({ version: '1.36' })),
      says: 'InvalidParameterException: Requested nodegroup version 1.36 is not supported by the cluster version 1.35',
    },
    {
      why: 'the desired size is not below the least',
      call: inCluster((eks) => eks.askGroup({ scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 } })),
      says: "InvalidParameterException: Minimum capacity 3 can't be greater than desired size 2",
    },
    {
      why: 'nor above the most, after a change either',
      call: inCluster(async (eks, aws) =>
        aws.modify(await eks.makeGroup(), { scalingConfig: { minSize: 1, desiredSize: 9, maxSize: 4 } }),
      ),
      says: "InvalidParameterException: Desired capacity 9 can't be greater than max size 4",
    },
    {
      why: 'its role trusts EC2',
      call: inCluster((eks) => eks.askGroup({ nodeRoleArn: eks.clusterRole.attributes['arn'] })),
      says: 'InvalidParameterException: Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole arn:aws:iam::111122223333:role/cluster',
    },
    {
      why: 'image and processor fit',
      call: inCluster((eks) => eks.askGroup({ instanceTypes: ['m7g.large'] })),
      says: 'InvalidParameterException: [m7g.large] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD',
    },
    {
      why: 'the old Amazon Linux is over',
      call: inCluster((eks) => eks.askGroup({ amiType: 'AL2_x86_64' })),
      says: 'InvalidParameterException: AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier',
    },
    {
      why: 'labels of Kubernetes are not for users',
      call: inCluster((eks) => eks.askGroup({ labels: { 'node.kubernetes.io/role': 'x' } })),
      says: 'InvalidParameterException: Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]: node.kubernetes.io/role',
    },
    {
      why: 'disks belong to the launch template',
      call: inCluster(async (eks, aws) => {
        const { id } = await aws.make('LaunchTemplate', { name: 'template' })
        return eks.askGroup({ launchTemplate: { id, version: '1' }, diskSize: 50 })
      }),
      says: 'InvalidParameterException: Disk size must be specified within the launch template.',
    },
    {
      why: 'a change of a launch template makes its next version',
      call: inCluster(async (eks, aws) => {
        const template = await aws.make('LaunchTemplate', { name: 'template' })
        await aws.modify(template, { userData: 'eA==' })
        return eks.askGroup({ launchTemplate: { id: template.id, version: '2' } })
      }),
      says: undefined,
    },
    {
      why: 'without a network plugin no node becomes ready',
      call: async (eks) => {
        await eks.makeCluster({ bootstrapSelfManagedAddons: false })
        return eks.askGroup()
      },
      says: 'NodeCreationFailure: Unhealthy nodes in the kubernetes cluster',
    },
    {
      why: 'with the add-on they do',
      call: async (eks, aws) => {
        await eks.makeCluster({ bootstrapSelfManagedAddons: false })
        await aws.make('Addon', { clusterName: 'c', addonName: 'vpc-cni' })
        return eks.askGroup()
      },
      says: undefined,
    },
  ])('$why', async (row) => expect(await judged(row)).toEqual(row.says))

  test('a version of a launch template that is not there is refused', async () => {
    const aws = testAccount()
    const eks = await testEks(aws)
    await eks.makeCluster()
    const { id } = await aws.make('LaunchTemplate', { name: 'template' })
    expect(said(await eks.askGroup({ launchTemplate: { id, version: '2' } }))).toBe(
      `InvalidParameterException: Launch template version 2 does not exist for ${id}`,
    )
  })
})

describe('EKS judges what belongs to a cluster', () => {
  const inCluster =
    (call: Row['call']): Row['call'] =>
    async (eks, aws) => {
      await eks.makeCluster()
      return call(eks, aws)
    }
  const entry = (aws: TestAccount, args: object = {}) =>
    aws.ask('AccessEntry', { clusterName: 'c', principalArn: me, ...args })
  const association = (aws: TestAccount, args: object = {}) =>
    aws.ask('AccessPolicyAssociation', {
      ...{ clusterName: 'c', principalArn: me, policyArn: viewPolicy, accessScope: { type: 'cluster' }, ...args },
    })
  const podIdentity = (aws: TestAccount, roleArn: unknown) =>
    aws.ask('PodIdentityAssociation', { clusterName: 'c', namespace: 'n', serviceAccount: 's', roleArn })

  test.each<Row>([
    {
      why: 'an add-on has a known name',
      call: inCluster((_, aws) => aws.ask('Addon', { clusterName: 'c', addonName: 'vpc-cny' })),
      says: 'InvalidParameterException: Addon vpc-cny specified is not supported',
    },
    {
      why: 'an add-on is configured in JSON',
      call: inCluster((_, aws) =>
        aws.ask('Addon', { clusterName: 'c', addonName: 'vpc-cni', configurationValues: 'a: b' }),
      ),
      says: 'InvalidParameterException: ConfigurationValue is not in valid JSON format',
    },
    {
      why: 'an add-on is there once',
      call: inCluster(async (_, aws) => {
        await aws.make('Addon', { clusterName: 'c', addonName: 'vpc-cni' })
        return aws.ask('Addon', { clusterName: 'c', addonName: 'vpc-cni' })
      }),
      says: 'ResourceInUseException: Addon already exists.',
    },
    { why: 'an access entry is fine', call: inCluster((_, aws) => entry(aws)), says: undefined },
    {
      why: 'access entries need their mode',
      call: async (eks, aws) => {
        await eks.makeCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } })
        return entry(aws)
      },
      says: "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    },
    {
      why: 'groups of the system are not given away',
      call: inCluster((_, aws) => entry(aws, { kubernetesGroups: ['system:masters'] })),
      says: 'InvalidParameterException: The kubernetes group name system:masters is invalid, it cannot start with system:',
    },
    {
      why: 'a principal has one entry',
      call: inCluster(async (_, aws) => {
        await entry(aws)
        return entry(aws)
      }),
      says: 'ResourceInUseException: The specified access entry resource is already in use on this cluster.',
    },
    {
      why: 'who makes a cluster has an entry, unless asked otherwise',
      call: async (eks, aws) => {
        await eks.makeCluster({ accessConfig: { authenticationMode: 'API' } })
        return entry(aws, { principalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws' })
      },
      says: 'ResourceInUseException: The specified access entry resource is already in use on this cluster.',
    },
    {
      why: 'a policy goes to who has an entry',
      call: inCluster((_, aws) => association(aws)),
      says: "ResourceNotFoundException: The specified principalArn could not be found. You can view your available principal ARNs using 'list-access-entries'.",
    },
    {
      why: 'rights on namespaces name them',
      call: inCluster(async (_, aws) => {
        await entry(aws)
        return association(aws, { accessScope: { type: 'namespace' } })
      }),
      says: 'InvalidParameterException: Namespaces must be given for the scope namespace, and for no other',
    },
    {
      why: 'a role for pods trusts them, with tags',
      call: inCluster((eks, aws) => podIdentity(aws, eks.nodeRole.attributes['arn'])),
      says: 'InvalidParameterException: Trust policy of the role must allow pods.eks.amazonaws.com to perform sts:AssumeRole and sts:TagSession',
    },
    {
      why: 'such a role is fine',
      call: inCluster(async (_, aws) => {
        const assumeRolePolicy = trust('pods.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession'])
        const role = await aws.make('Role', { assumeRolePolicy }, 'pods')
        return podIdentity(aws, role.attributes['arn'])
      }),
      says: undefined,
    },
    {
      why: 'a role with attached policies stays',
      call: (eks, aws) => aws.remove(eks.clusterRole),
      says: 'DeleteConflict: Cannot delete entity, must detach all policies first.',
    },
    {
      why: 'an issuer is registered once',
      call: async (_, aws) => {
        await aws.make('OpenIDConnectProvider', {
          url: 'https://oidc.example/id/1',
          clientIdList: ['sts.amazonaws.com'],
        })
        return aws.ask('OpenIDConnectProvider', { url: 'https://oidc.example/id/1', clientIdList: ['x'] })
      },
      says: 'EntityAlreadyExists: Provider with url https://oidc.example/id/1 already exists.',
    },
  ])('$why', async (row) => expect(await judged(row)).toEqual(row.says))
})

describe('what comes with a cluster', () => {
  const there = (aws: TestAccount, kind: string) => aws.account.world('ap-northeast-1').all(kind)
  const ownGroup = (aws: TestAccount): AwsResource | undefined =>
    aws.account
      .world('ap-northeast-1')
      .get('SecurityGroup', clusterSecurityGroupId({ accountId: '111122223333', region: 'ap-northeast-1' }, 'c'))

  test('its security group and interfaces in two zones go with it', async () => {
    const aws = testAccount()
    const eks = await testEks(aws)
    const cluster = await eks.makeCluster()
    expect(cluster.attributes['vpcConfig']).toMatchObject({
      clusterSecurityGroupId: ownGroup(aws)?.id,
      vpcId: eks.vpc.id,
      endpointPublicAccess: true,
    })
    expect(there(aws, 'NetworkInterface').map(({ attributes }) => attributes['subnetId'])).toEqual(
      eks.subnets.map(({ id }) => id),
    )
    await aws.remove(cluster)
    expect(ownGroup(aws)).toBeUndefined()
    expect(there(aws, 'NetworkInterface')).toEqual([])
  })

  test('its security group stays behind while a rule of another group names it, and keeps the VPC', async () => {
    const aws = testAccount()
    const eks = await testEks(aws)
    const cluster = await eks.makeCluster()
    const group = await aws.make('SecurityGroup', { vpcId: eks.vpc.id, name: 'database' })
    const peer = { referencedSecurityGroupId: ownGroup(aws)?.id, ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 }
    await aws.make('SecurityGroupIngressRule', { securityGroupId: group.id, ...peer })
    await aws.remove(cluster)
    expect(ownGroup(aws)?.attributes).toMatchObject({ name: expect.stringMatching(/^eks-cluster-sg-c-/) })
    expect(said(await aws.remove(eks.vpc))).toMatch(/DependencyViolation/)
  })

  test('each node has an interface, as many as are desired', async () => {
    const aws = testAccount()
    const eks = await testEks(aws)
    await eks.makeCluster()
    const group = await eks.makeGroup()
    const nodes = () =>
      there(aws, 'NetworkInterface').filter(({ attributes }) => /K8S/.test(`${attributes['description']}`))
    expect(nodes()).toHaveLength(2)
    await aws.modify(group, { scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 3 } })
    expect(nodes()).toHaveLength(3)
    await aws.remove(aws.account.world('ap-northeast-1').get('NodeGroup', group.id) ?? group)
    expect(nodes()).toEqual([])
  })

  test('what belongs to it goes with it', async () => {
    const aws = testAccount()
    const eks = await testEks(aws)
    const cluster = await eks.makeCluster()
    await aws.make('Addon', { clusterName: 'c', addonName: 'vpc-cni' })
    await aws.make('AccessEntry', { clusterName: 'c', principalArn: me })
    await aws.remove(cluster)
    expect([...there(aws, 'Addon'), ...there(aws, 'AccessEntry')]).toEqual([])
  })
})
