import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { isUp, type World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { clusterIsActive, clusterOr, inCluster, service } from './found.ts'
import { roleOf } from './roles.ts'

/** A piece of software that EKS installs in a cluster. Its id is `cluster:name`. */
export const addon: Kind = {
  resource: managed(service, 'Addon', 'addons'),
  title: 'EKS Add-On',
  service: 'EKS',
  calls: { create: 'CreateAddon', modify: 'UpdateAddon', delete: 'DeleteAddon' },
  context: { create: ({ id }) => `creating EKS Add-On (${id})` },
  arguments: [
    'addonName',
    'addonVersion',
    'clusterName',
    'configurationValues',
    'podIdentityAssociation',
    'preserve',
    'region',
    'resolveConflictsOnCreate',
    'resolveConflictsOnUpdate',
    'serviceAccountRoleArn',
    'tags',
  ],
  replacing: replacingOf(service, 'Addon'),
  documents: ['configurationValues'],
  references: [
    { argument: 'clusterName', to: 'Cluster', value: 'name' },
    { argument: 'serviceAccountRoleArn', to: 'Role', value: 'arn' },
  ],
  naming: {
    by: 'arguments',
    id: ({ clusterName, addonName }) => (clusterName && addonName ? `${clusterName}:${addonName}` : undefined),
  },
  within: { clusterName: 'Cluster' },
  create: (world, { id, args }) => newAddonRefusal(world, id, args) ?? described(world, id, args),
  modify: (world, { attributes }) => contentFits(world, attributes),
  // EKS calls it DEGRADED until its pods run, and the provider waits for ACTIVE
  isSettled: (world, { attributes }) =>
    !needsNodes.includes(String(attributes['addonName'])) || hasNodes(world, attributes['clusterName']),
}

/** Add-ons with pods that run anywhere: without a node they cannot. The others run on each node, however many there are. */
const needsNodes = [
  'coredns',
  'metrics-server',
  'kube-state-metrics',
  'aws-ebs-csi-driver',
  'cert-manager',
  'external-dns',
]

const onEachNode = [
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
  'eks-node-monitoring-agent',
  'prometheus-node-exporter',
  'amazon-cloudwatch-observability',
  'aws-efs-csi-driver',
  'aws-guardduty-agent',
  'adot',
  'snapshot-controller',
]

const hasNodes = (world: World, clusterName: unknown): boolean =>
  inCluster(world, 'NodeGroup', clusterName).some((group) => {
    const { desiredSize = 0 } = group.attributes['scalingConfig'] as Readonly<{ desiredSize?: number }>
    return isUp(world, group) && desiredSize > 0
  })

const newAddonRefusal = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const cluster = clusterOr(world, args['clusterName'])
  if (isRefusal(cluster)) return cluster
  return firstRefusal(
    () => clusterIsActive(world, cluster),
    () =>
      world.get('Addon', id) ? refuse('ResourceInUseException', 'Addon already exists.', { status: 409 }) : undefined,
    () => contentFits(world, args),
  )
}

const invalid = (message: string): Refusal => refuse('InvalidParameterException', message)

const contentFits = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () =>
      [...needsNodes, ...onEachNode].includes(String(args['addonName']))
        ? undefined
        : invalid(`Addon ${args['addonName']} specified is not supported`),
    () =>
      args['addonVersion'] === undefined || /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(String(args['addonVersion']))
        ? undefined
        : invalid(`Addon version specified is not supported`),
    () => configurationFits(args['configurationValues']),
    () =>
      args['serviceAccountRoleArn'] === undefined || roleOf(world, args['serviceAccountRoleArn'])
        ? undefined
        : refuse('InvalidParameterException', `Role ${args['serviceAccountRoleArn']} does not exist`, {
            wants: 'Role',
          }),
  )

const configurationFits = (text: unknown): Refusal | undefined => {
  if (text === undefined) return undefined
  try {
    JSON.parse(String(text))
    return undefined
  } catch {
    return invalid('ConfigurationValue is not in valid JSON format')
  }
}

const described = (world: World, id: string, args: Attributes): Attributes => {
  const now = new Date(world.now).toISOString()
  const uuid = uuidFrom(`${world.accountId}/${world.region}/${id}`)
  return {
    addonVersion: args['addonVersion'] ?? 'v1.0.0-eksbuild.1',
    arn: arnOf(world, 'eks', `addon/${id.replace(':', '/')}/${uuid}`),
    createdAt: now,
    modifiedAt: now,
  }
}
