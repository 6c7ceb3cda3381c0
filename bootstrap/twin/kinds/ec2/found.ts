import type { AwsResource } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** A VPC, or EC2's words for one that is not there. */
export const vpcOr = (world: World, id: unknown): AwsResource | Refusal =>
  world.get('VPC', id) ?? refuse('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`)

/** A subnet, or EC2's words for one that is not there. */
export const subnetOr = (world: World, id: unknown): AwsResource | Refusal =>
  world.get('Subnet', id) ?? refuse('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`)

/** A route table, the main one of a VPC included, or EC2's words for one that is not there. */
export const routeTableOr = (world: World, id: unknown): AwsResource | Refusal =>
  world.get('RouteTable', id) ??
  world.all('VPC').find(({ attributes }) => attributes['mainRouteTableId'] === id) ??
  refuse('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`)

/** A security group, the default one of a VPC included, or EC2's words for one that is not there. */
export const securityGroupOr = (world: World, id: unknown): AwsResource | Refusal =>
  world.get('SecurityGroup', id) ??
  world.all('VPC').find(({ attributes }) => attributes['defaultSecurityGroupId'] === id) ??
  refuse('InvalidGroup.NotFound', `The security group '${id}' does not exist`)

/** The VPC that something found here belongs to: its own id, or the one that it names. */
export const vpcIdOf = (resource: AwsResource): unknown =>
  resource.kind === 'VPC' ? resource.id : resource.attributes['vpcId']

/** The resources of a kind that lie in a VPC. */
export const inVpc = (world: World, kind: string, vpcId: unknown): AwsResource[] =>
  world.all(kind).filter(({ attributes }) => attributes['vpcId'] === vpcId)
