import type { AwsResource } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import { isUp, type World } from '../../service/world.ts'

/** The group of the provider's kinds. */
export const service = 'eks'

/** A cluster, or EKS' words for one that is not there. */
export const clusterOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('Cluster', name) ??
  refuse('ResourceNotFoundException', `No cluster found for name: ${name}.`, { status: 404, wants: 'Cluster' })

/** EKS' no to something within a cluster that is not ACTIVE. */
export const clusterIsActive = (world: World, cluster: AwsResource): Refusal | undefined =>
  isUp(world, cluster)
    ? undefined
    : refuse('InvalidRequestException', `Cluster '${cluster.id}' is not in ACTIVE status`, { wants: 'Cluster' })

/** The resources of a kind that belong to a cluster. */
export const inCluster = (world: World, kind: string, cluster: unknown): AwsResource[] =>
  world.all(kind).filter(({ attributes }) => attributes['clusterName'] === cluster)

/** The last part of an ARN of IAM: `arn:aws:iam::111122223333:role/name` gives `name`. */
export const nameInArn = (arn: unknown): string => String(arn).split('/').at(-1) ?? ''
