import { describe, expect, test } from 'vitest'
import { group, largestCluster, productionCluster } from '../../../test/clusters.ts'
import { account, settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'

const production = settled(productionCluster())
const podIdentity = settled(productionCluster({ workloadIdentity: 'PodIdentity' }))

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}
const document = (composition: Composition, key: string, field: string) =>
  JSON.parse(String(asked(composition, key)[field])).Statement
const keysIn = ({ resources }: Composition, prefix = '') =>
  Object.keys(resources).filter((key) => key.startsWith(prefix))

const kindsIn = ({ resources }: Composition): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { resource } of Object.values(resources)) counts[resource.kind] = (counts[resource.kind] ?? 0) + 1
  return counts
}

test.each([
  {
    why: 'Production: IRSA, and a key of its own',
    composition: production.composition,
    kinds: {
      ...{
        Cluster: 1,
        ClusterAuth: 1,
        ServiceLinkedRole: 1,
        Key: 1,
        Group: 1,
        OpenIDConnectProvider: 1,
        AccessEntry: 2,
      },
      ...{ AccessPolicyAssociation: 2, Role: 4, RolePolicyAttachment: 6, Addon: 8, LaunchTemplate: 1, NodeGroup: 1 },
    },
  },
  {
    why: 'Pod Identity needs no OIDC provider, and the associations of add-ons are theirs',
    composition: podIdentity.composition,
    kinds: {
      ...{ Cluster: 1, ClusterAuth: 1, ServiceLinkedRole: 1, Key: 1, Group: 1, AccessEntry: 2 },
      ...{ AccessPolicyAssociation: 2, Role: 4, RolePolicyAttachment: 6, Addon: 8, LaunchTemplate: 1, NodeGroup: 1 },
    },
  },
  {
    why: 'keys of AWS and no logs are the least that there is',
    composition: settled(productionCluster({ customKey: false, logTypes: [], admins: [] })).composition,
    kinds: {
      ...{ Cluster: 1, ClusterAuth: 1, OpenIDConnectProvider: 1, AccessEntry: 1, AccessPolicyAssociation: 1, Role: 4 },
      ...{ RolePolicyAttachment: 6, Addon: 8, LaunchTemplate: 1, NodeGroup: 1 },
    },
  },
])('$why', ({ composition, kinds }) => expect(kindsIn(composition)).toEqual(kinds))

describe('the control plane', () => {
  test('is in private subnets, keeps Secrets with our key, logs everything and is protected', () =>
    expect(asked(production.composition, 'cluster')).toMatchObject({
      version: '1.36',
      vpcConfig: { subnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'], endpointPrivateAccess: true },
      kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16' },
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: true,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      encryptionConfig: {
        resources: ['secrets'],
        provider: { keyArn: expect.stringMatching(/^arn:aws:kms:ap-northeast-1:\d{12}:key\//) },
      },
    }))

  test.each([
    {
      why: 'public to the networks that are listed',
      apiAccess: { public: true, allowedCidrs: ['203.0.113.0/24'] },
      is: { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: ['203.0.113.0/24'] },
    },
    {
      why: 'an empty list means nobody, not the world',
      apiAccess: { public: true, allowedCidrs: [] },
      is: { endpointPrivateAccess: true, endpointPublicAccess: false },
    },
    {
      why: 'private, whatever the list says',
      apiAccess: { public: false, allowedCidrs: ['203.0.113.0/24'] },
      is: { endpointPrivateAccess: true, endpointPublicAccess: false },
    },
  ])('$why', ({ apiAccess, is }) => {
    const { vpcConfig } = asked(settled(productionCluster({ apiAccess })).composition, 'cluster')
    expect(vpcConfig).toEqual({ subnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'], ...is })
  })

  test('waits for its role, its key and its log group, and says so', () => {
    const rounds = roundsOf(productionCluster({ accountId: account })).map(({ composition }) => composition)
    const made = rounds.map((one) =>
      ['auto-scaling-role', 'key', 'log-group', 'cluster'].filter((key) => key in one.resources),
    )
    expect(made.slice(0, 4)).toEqual([
      ['auto-scaling-role'],
      ['auto-scaling-role', 'key'],
      ['auto-scaling-role', 'key', 'log-group'],
      ['auto-scaling-role', 'key', 'log-group', 'cluster'],
    ])
    for (const { ready, conditions } of rounds.slice(0, 3)) {
      expect(ready).toBe(false)
      expect(conditions[0]?.message).toMatch(/^Waiting for /)
    }
  })

  test('the role of Auto Scaling belongs to the account: it is found or made, and never changed or deleted', () => {
    const { resource } = production.composition.resources['auto-scaling-role'] ?? {}
    expect(resource?.spec.managementPolicies).toEqual(['Observe', 'Create'])
    expect(resource?.metadata.annotations?.['crossplane.io/external-name']).toBe(
      `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    )
  })

  test('learns the account from the role of the nodes when it is not told', () => {
    const rounds = roundsOf(productionCluster()).map(({ composition }) => composition)
    expect(keysIn(rounds[0] as Composition, 'key')).toEqual([])
    expect(document(rounds[1] as Composition, 'cluster-role', 'assumeRolePolicy')[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': production.composition.status['clusterArn'] },
    })
  })

  test('stays in its subnets when a zone is added: EKS takes no others; new nodes use all', () => {
    const two = settled(productionCluster({ subnetIds: ['subnet-0a', 'subnet-0c'] }))
    const three = settled(productionCluster(), two.observed).composition
    expect(asked(three, 'cluster')['vpcConfig']).toMatchObject({ subnetIds: ['subnet-0a', 'subnet-0c'] })
    const [generation] = keysIn(three, 'node-group-')
    expect(asked(three, generation as string)['subnetIds']).toEqual(['subnet-0a', 'subnet-0c', 'subnet-0d'])
  })

  test('with logs turned off, what was logged stays for the days it was promised', () => {
    const off = settled(productionCluster({ logTypes: [] }), production.observed).composition
    expect(asked(off, 'cluster')['enabledClusterLogTypes']).toEqual([])
    expect(asked(off, 'log-group')).toMatchObject({ retentionInDays: 365 })
  })
})

test('the log group has the name that EKS writes to, an end to retention, and our key', () => {
  const { resource } = production.composition.resources['log-group'] ?? {}
  const { clusterName, logGroupName } = production.composition.status
  expect(logGroupName).toBe(`/aws/eks/${clusterName}/cluster`)
  expect(resource?.metadata.annotations).toEqual({ 'crossplane.io/external-name': logGroupName })
  expect(resource?.spec.forProvider).toMatchObject({
    retentionInDays: 365,
    kmsKeyIdRef: { name: 'tasks-cluster-key' },
  })
})

test('the key serves the logs of this cluster and the disks of its nodes, and no wildcard principal', () => {
  const statements = document(production.composition, 'key', 'policy')
  const logs = statements.find(({ Principal }: { Principal: { Service?: string } }) => Principal.Service)
  expect(logs).toMatchObject({
    Principal: { Service: 'logs.ap-northeast-1.amazonaws.com' },
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': [
          `arn:aws:logs:ap-northeast-1:${account}:log-group:${production.composition.status['logGroupName']}`,
        ],
      },
    },
  })
  const grants = statements.filter(({ Action }: { Action: unknown }) => Action === 'kms:CreateGrant')
  expect(grants).toMatchObject([{ Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }])
  for (const { Principal } of statements) expect(JSON.stringify(Principal)).not.toContain('*')
})

describe('who gets in', () => {
  test('the principal of the provider and the administrators, each once, and nobody else', () => {
    const provider = 'arn:aws:iam::111122223333:role/crossplane-provider-aws'
    const { composition } = settled(productionCluster({ admins: [{ principalArn: provider }] }))
    expect(keysIn(composition, 'access-entry-')).toHaveLength(1)
    const both = Object.values(production.composition.resources).filter(
      ({ resource }) => resource.kind === 'AccessEntry',
    )
    expect(both.map(({ resource }) => resource.spec.forProvider['principalArn'])).toEqual([
      provider,
      'arn:aws:iam::111122223333:role/platform-admin',
    ])
  })

  test('the order of administrators means nothing', () => {
    const admins = ['a', 'b'].map((one) => ({ principalArn: `arn:aws:iam::111122223333:role/${one}` }))
    const keys = (list: typeof admins) => keysIn(settled(productionCluster({ admins: list })).composition).sort()
    expect(keys(admins)).toEqual(keys(admins.toReversed()))
  })

  test('the kubeconfig is written to a Secret that the status names', () => {
    expect(production.composition.resources['cluster-auth']?.resource.spec).toMatchObject({
      forProvider: { clusterNameRef: { name: 'tasks-cluster-cluster' }, refreshPeriod: '10m0s' },
      writeConnectionSecretToRef: { name: 'tasks-cluster-kubeconfig' },
    })
    expect(production.composition.status['kubeconfigSecretRef']).toEqual({ name: 'tasks-cluster-kubeconfig' })
  })
})

describe('roles', () => {
  test('nodes may join, pull images and be reached by Systems Manager, and nothing more', () => {
    const attached = Object.entries(production.composition.resources)
      .filter(([key]) => key.startsWith('node-role-policy-'))
      .map(([, { resource }]) => resource.spec.forProvider['policyArn'])
    expect(attached).toEqual([
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ])
  })

  test('with IRSA an add-on takes its role by its service account and audience, from this cluster alone', () => {
    const issuer = String(production.composition.status['oidcIssuer']).replace('https://', '')
    expect(document(production.composition, 'addon-role-vpc-cni', 'assumeRolePolicy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: production.composition.status['oidcProviderArn'] },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: 'system:serviceaccount:kube-system:aws-node',
            [`${issuer}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ])
    expect(asked(production.composition, 'addon-vpc-cni')['serviceAccountRoleArn']).toMatch(/:role\/.*\.vpc-cni$/)
    expect(asked(production.composition, 'addon-vpc-cni')).not.toHaveProperty('podIdentityAssociation')
  })

  test('with Pod Identity by the agent, for this cluster and service account alone', () => {
    const { composition } = podIdentity
    expect(document(composition, 'addon-role-aws-ebs-csi-driver', 'assumeRolePolicy')).toMatchObject([
      {
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:SourceAccount': account,
            'aws:RequestTag/kubernetes-service-account': 'ebs-csi-controller-sa',
          },
          ArnEquals: { 'aws:SourceArn': composition.status['clusterArn'] },
        },
      },
    ])
    expect(asked(composition, 'addon-aws-ebs-csi-driver')).toMatchObject({
      podIdentityAssociation: [
        { serviceAccount: 'ebs-csi-controller-sa', roleArn: expect.stringContaining('aws-ebs-csi-driver') },
      ],
    })
    expect(asked(composition, 'addon-aws-ebs-csi-driver')).not.toHaveProperty('serviceAccountRoleArn')
  })

  test('after a change to Pod Identity the OIDC provider stays: pods that run still come with its tokens', () => {
    const changed = settled(productionCluster({ workloadIdentity: 'PodIdentity' }), production.observed).composition
    expect(keysIn(changed)).toContain('oidc-provider')
    expect(asked(changed, 'addon-vpc-cni')).not.toHaveProperty('serviceAccountRoleArn')
    expect(keysIn(changed).sort()).toEqual(keysIn(production.composition).sort())
  })
})

test('add-ons are pinned by the release, network policies are on, and a version of the spec wins', () => {
  const { composition } = settled(productionCluster({ addonVersions: { coredns: 'v1.14.9-eksbuild.1' } }))
  const addons = Object.values(composition.resources).filter(({ resource }) => resource.kind === 'Addon')
  for (const { resource } of addons)
    expect(resource.spec.forProvider).toMatchObject({
      addonVersion: expect.stringMatching(/^v[\d.]+-eksbuild\.\d+$/),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
    })
  expect(asked(composition, 'addon-coredns')['addonVersion']).toBe('v1.14.9-eksbuild.1')
  expect(asked(composition, 'addon-kube-proxy')['addonVersion']).toMatch(/^v1\.36\./)
  expect(JSON.parse(String(asked(composition, 'addon-vpc-cni')['configurationValues']))).toEqual({
    enableNetworkPolicy: 'true',
  })
})

describe('50 resources at most', () => {
  test('at the limits of the schema', () => expect(keysIn(settled(largestCluster()).composition)).toHaveLength(46))

  test('also while all groups are replaced, one after the other', () => {
    const before = settled(largestCluster()).observed
    const disks = ['a', 'b', 'c', 'd', 'e'].map((name) => group(name, { diskGiB: 80 }))
    const counts = roundsOf(largestCluster({ nodeGroups: disks }), before).map(
      ({ composition, observed }) => new Set([...keysIn(composition), ...Object.keys(observed)]).size,
    )
    expect(Math.max(...counts)).toBeLessThanOrEqual(50)
    expect(counts.length).toBeGreaterThan(10)
  })
})
