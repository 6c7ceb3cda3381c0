import type { Resource } from '@taskplatform/operator/kube/resource'
import type { Attributes, AwsResource } from './aws-resource.ts'
import type { Companion, Leftover } from './companions.ts'
import type { IdSeed } from './ids.ts'
import type { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Everything that is particular about one kind of resource: how AWS judges it, and how the provider shows it. */
export type Kind = Readonly<{
  /** As the API server names it. */
  resource: Resource
  /** Its name in the account, where two services have a kind of one name: `DBSubnetGroup`. See `nameOf`. */
  name?: string
  /** As the provider's errors name it: `creating EC2 VPC: ...`. */
  title: string
  service: AwsService
  calls: Readonly<{ create: string; modify: string; delete: string }>
  /** The words before AWS' answer, where they differ from `creating TITLE`, `updating TITLE (ID)`, `deleting TITLE (ID)`. */
  context?: Readonly<Partial<Record<Verb, (about: About) => string>>>
  /** Which of the two Terraform libraries the provider uses for it: they word errors differently. */
  library?: 'framework'
  /** Fields of spec.forProvider, references and selectors left out. */
  arguments: readonly string[]
  /** Arguments whose change would need another resource, which the provider refuses. */
  replacing: readonly string[]
  /** Arguments that hold JSON: white space and order are no change. */
  documents?: readonly string[]
  /** Arguments whose fields are names that the user chooses, as in `tags`: one that is not wanted any more is a change. */
  maps?: readonly string[]
  /** Arguments that the provider does not fill in from what it observes. */
  notLateInitialized?: readonly string[]
  /** Arguments that come out of Kubernetes secrets; of their values the account only knows handles (see vault.ts). */
  secretInputs?: readonly SecretInput[]
  /** Attributes that no describe tells: handles of secrets, and what only the provider knows of. */
  hidden?: readonly string[]
  references: readonly Reference[]
  naming: Naming
  /** Arguments that hold the id of a resource that takes this one with it when it goes. */
  within?: Readonly<Record<string, string>>
  /** Row of the table of times, if not the kind's own; `changed`: what a change is about. */
  timesRow?: (args: Attributes, changed?: Attributes) => string
  /** Calls that name the same thing are made one after the other. */
  oneAtATime?: (args: Attributes) => string
  /** Judges a creation; the answer is added to the arguments. */
  create(world: World, request: CreateRequest): Attributes | Refusal
  /** Judges a change; without it any is accepted. `undefined` accepts. */
  modify?(world: World, resource: AwsResource, changed: Attributes): Refusal | undefined
  /** Attributes that follow from a change that was accepted; `before` is the resource without it. */
  follows?(world: World, before: AwsResource, changed: Attributes): Attributes
  /** A difference that the provider leaves alone, such as a version lower than the one to which AWS went on by itself. */
  overlooks?(argument: string, from: unknown, to: unknown, wanted: Attributes): boolean
  /** Judges a deletion; without it any is accepted. `undefined` accepts. */
  remove?(world: World, resource: AwsResource): Refusal | undefined
  /** What goes into a connection secret, by key; `secrets` come from what really runs behind the resource. */
  connection?(world: World, resource: AwsResource, secrets: Readonly<Record<string, string>>): ConnectionDetails
  /** Whether a new resource is in the state that the provider waits for; without it, as soon as AWS has made it. */
  isSettled?(world: World, resource: AwsResource): boolean
  /** What a describe tells that follows from other resources. */
  derive?(world: World, resource: AwsResource): Attributes
  /** What AWS makes along with a resource: its network interfaces, a security group. It follows each change, and goes with it. */
  companions?(world: World, resource: AwsResource): readonly Companion[]
  /** What stays in the account after a deletion: a key that is pending deletion, a final snapshot. */
  leaves?(world: World, resource: AwsResource): readonly Leftover[]
}>

/** Under which a kind is known in the account, in tables and in faults: its own, or the one that tells it from its namesake. */
export const nameOf = ({ name, resource }: Pick<Kind, 'name' | 'resource'>): string => name ?? resource.kind

export type AwsService =
  | 'EC2'
  | 'IAM'
  | 'KMS'
  | 'CloudWatch Logs'
  | 'EKS'
  | 'RDS'
  | 'ElastiCache'
  | 'Secrets Manager'
  | 'ECR'
  | 'ACM'
  | 'Route 53'
  | 'Elastic Load Balancing v2'
  | 'S3'
  | 'WAFV2'
  | 'SNS'
  | 'CloudWatch'
/** The keys of a connection secret with their plain values. Never to be logged. */
export type ConnectionDetails = Readonly<Record<string, string>>
export type Verb = 'create' | 'update' | 'delete'
export type About = Readonly<{ id: string; args: Attributes }>

/** An argument that comes out of a Kubernetes secret. */
export type SecretInput = Readonly<{
  argument: string
  /** Field of spec.forProvider that names the secret and the key in it. */
  ref: string
  /** Field of spec.forProvider by which the provider makes a value up and writes it there, if none is. */
  generate?: string
}>

/** A field that can be filled from another managed resource. */
export type Reference = Readonly<{
  /** The argument, or the way to a field within blocks: `vpcConfig.subnetIds`. Of a list of blocks, each is meant. */
  argument: string
  to: string
  /** Its external name (with `nameIfActive` only once its `status` is ACTIVE), or a field of its `status.atProvider`. */
  value: 'name' | 'nameIfActive' | 'id' | 'arn' | (string & {})
  /** Several others: `subnetIds` with `subnetIdRefs` and `subnetIdSelector`. */
  list?: true
  /** Where the reference or the list of them stands, and the selector, if not beside the field under its own name. */
  refs?: string
  selector?: string
}>

/** Who chooses the id: AWS at random, the user by the external name, or nobody, where it follows from the arguments. */
export type Naming = Readonly<
  | { by: 'aws'; id: (from: IdSeed, request: NewThing) => string }
  | { by: 'user' }
  /** The external name is the id, unless `nameOf` tells otherwise; `undefined` while arguments are missing. */
  | { by: 'arguments'; id: (args: Attributes, name: string) => string | undefined; nameOf?: (id: string) => string }
>

/** What AWS knows of something new when it chooses its id. */
export type NewThing = Readonly<{ region: string; accountId: string; args: Attributes }>

/** A call to make a resource. `args` are complete; the id is already chosen. */
export type CreateRequest = Readonly<{ id: string; args: Attributes }>
