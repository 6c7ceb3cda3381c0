/** Kinds of the AWS provider that belong to it and not to a layer: how its managed resources find their credentials. */
const configKinds = ['clusterproviderconfigs', 'providerconfigs', 'providerconfigusages'].map((plural) => ({
  group: 'aws.m.upbound.io',
  plural,
}))

// until compositions/src/composed-kinds.ts exists
const composedKinds = [
  ...[
    'vpcs',
    'subnets',
    'internetgateways',
    'eips',
    'natgateways',
    'routetables',
    'routes',
    'routetableassociations',
    'defaultsecuritygroups',
    'securitygroups',
    'securitygroupingressrules',
    'vpcendpoints',
    'vpcendpointroutetableassociations',
    'vpcendpointsubnetassociations',
    'vpcendpointsecuritygroupassociations',
    'flowlogs',
  ].map((plural) => ({ group: 'ec2.aws.m.upbound.io', plural })),
  { group: 'iam.aws.m.upbound.io', plural: 'roles' },
  { group: 'iam.aws.m.upbound.io', plural: 'rolepolicies' },
  { group: 'kms.aws.m.upbound.io', plural: 'keys' },
  { group: 'cloudwatchlogs.aws.m.upbound.io', plural: 'groups' },
]

/** File names in the provider's package/crds of the kinds that we compose and those that they need. */
export const providerCrdFiles: readonly string[] = [...configKinds, ...composedKinds]
  .map(({ group, plural }) => `${group}_${plural}.yaml`)
  .sort()
