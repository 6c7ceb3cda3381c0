import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { clusterIsActive, clusterOr, inCluster, nameInArn } from './found.ts'
import { machineRefusal } from './machines.ts'
import { roleOf, trusts } from './roles.ts'
import { minorOf } from './versions.ts'

/** EKS' no to a new node group; `undefined` if it is fine. */
export const newNodeGroupRefusal = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const cluster = clusterOr(world, args['clusterName'])
  if (isRefusal(cluster)) return cluster
  return firstRefusal(
    () => clusterIsActive(world, cluster),
    () => isNew(world, id, cluster),
    () => scalingFits(args['scalingConfig']),
    () => versionFits(world, cluster.id, args['version']),
    () => roleFits(world, args['nodeRoleArn']),
    () => subnetsFit(world, cluster, (args['subnetIds'] ?? []) as readonly string[]),
    () => labelsFit(args['labels']),
    () => machineRefusal(world, { version: cluster.attributes['version'], ...args }),
    () => networkIsThere(world, cluster),
  )
}

const invalid = (message: string): Refusal => refuse('InvalidParameterException', message)

/** EKS' no to bounds that do not hold. */
export const scalingFits = (config: unknown): Refusal | undefined => {
  const { minSize = 1, maxSize = 2, desiredSize = minSize } = (config ?? {}) as Readonly<Record<string, number>>
  if (minSize > desiredSize)
    return invalid(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`)
  if (desiredSize > maxSize) return invalid(`Desired capacity ${desiredSize} can't be greater than max size ${maxSize}`)
  return maxSize < 1 ? invalid('maxSize must be at least 1') : undefined
}

/** EKS' no to nodes that are newer than their cluster, or older by more than three minor versions. */
export const versionFits = (world: World, clusterName: unknown, version: unknown): Refusal | undefined => {
  if (version === undefined) return undefined
  const cluster = world.get('Cluster', clusterName)
  const [own, theirs] = [minorOf(version), minorOf(cluster?.attributes['version'])]
  return own <= theirs && own >= theirs - 3
    ? undefined
    : invalid(
        `Requested nodegroup version ${version} is not supported by the cluster version ${cluster?.attributes['version']}`,
      )
}

const isNew = (world: World, id: string, cluster: AwsResource): Refusal | undefined => {
  if (!world.get('NodeGroup', id)) return undefined
  const name = id.slice(id.indexOf(':') + 1)
  return refuse('ResourceInUseException', `NodeGroup already exists with name ${name} and cluster name ${cluster.id}`, {
    status: 409,
  })
}

const roleFits = (world: World, arn: unknown): Refusal | undefined => {
  const role = roleOf(world, arn)
  if (!role)
    return refuse('InvalidParameterException', `The role with name ${nameInArn(arn)} cannot be found.`, {
      wants: 'Role',
    })
  return trusts(role, 'ec2.amazonaws.com')
    ? undefined
    : invalid(
        `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${arn}`,
      )
}

const subnetsFit = (world: World, { attributes }: AwsResource, ids: readonly string[]): Refusal | undefined => {
  const { vpcId } = attributes['vpcConfig'] as Readonly<{ vpcId: unknown }>
  if (ids.length === 0) return invalid('Subnets are required')
  const wrong = ids.filter((id) => world.get('Subnet', id)?.attributes['vpcId'] !== vpcId)
  return wrong.length === 0
    ? undefined
    : invalid(`Subnets [${wrong.join(', ')}] do not exist or are not in the VPC ${vpcId} of the cluster`)
}

const labelsFit = (labels: unknown): Refusal | undefined => {
  const wrong = Object.keys((labels ?? {}) as object).filter((name) =>
    /^([^/]*\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(name),
  )
  return wrong.length === 0
    ? undefined
    : invalid(
        `Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]: ${wrong.join(', ')}`,
      )
}

/** Without a network plugin nodes never become ready, and the group fails after half an hour. Here it says so at once. */
const networkIsThere = (world: World, cluster: AwsResource): Refusal | undefined => {
  if (cluster.attributes['bootstrapSelfManagedAddons'] !== false) return undefined
  const hasPlugin = inCluster(world, 'Addon', cluster.id).some(
    ({ attributes }) => attributes['addonName'] === 'vpc-cni',
  )
  if (hasPlugin) return undefined
  return refuse('NodeCreationFailure', 'Unhealthy nodes in the kubernetes cluster', {
    afterAccepted: true,
    wants: 'Addon',
  })
}
