import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import { createPendingAnnotation, externalName, type KindName } from './observed.ts'
import type { Readiness } from './readiness/readiness.ts'

/**
 * The provider died between asking AWS for the resource and writing down what came of it. It refuses to go on, whatever the kind,
 * lest something be made twice. Where making it twice is impossible, we tell it that the attempt failed, and it looks again: the
 * name is ours, or follows from what it belongs to. Source: crossplane-runtime v2.4.0, meta.ExternalCreateIncomplete.
 */
export const finishCreation = (desired: Desired, seen: ManagedResource | undefined): Desired => {
  if (!seen || !mayBeRepeated(desired)) return desired
  const {
    [createPendingAnnotation]: pending,
    [succeededAnnotation]: succeeded,
    [failedAnnotation]: failed,
  } = seen.metadata.annotations ?? {}
  if (!pending || (succeeded && succeeded >= pending)) return desired
  // once said it is said again, because server-side apply takes away what is not repeated
  const isTold = failed === pending
  if (!isTold && !isStuck(seen)) return desired
  const { metadata } = desired.resource
  const annotations = { ...metadata.annotations, [failedAnnotation]: pending }
  return {
    ...desired,
    resource: { ...desired.resource, metadata: { ...metadata, annotations } } as Desired['resource'],
  }
}

/** A creation that only a person can judge: says what to look for, and what to do then. */
export const unfinishedCreation = (desired: Desired, seen: ManagedResource | undefined): Readiness | undefined => {
  if (!seen || !isStuck(seen)) return undefined
  if (mayBeRepeated(desired)) return { state: 'waiting', why: 'is looked for again after a creation that was cut off' }
  const { kind, apiVersion, metadata } = seen
  const object = `${kind.toLowerCase()}.${apiVersion.split('/')[0]} ${metadata.name}`
  const annotate = `kubectl -n ${metadata.namespace} annotate ${object}`
  return {
    state: 'failed',
    why:
      'the provider stopped while AWS was making it, and does not know the outcome. If it is in AWS (look for its tag Name): ' +
      `${annotate} crossplane.io/external-name=ID ${createPendingAnnotation}-; if it is not: ${annotate} ${createPendingAnnotation}-`,
  }
}

/** Source: crossplane-runtime v2.4.0, errCreateIncomplete of pkg/reconciler/managed/reconciler.go. */
const complaint = 'cannot determine creation result'

const isStuck = ({ status }: ManagedResource): boolean =>
  status?.conditions?.some(
    ({ type, status: said, message }) => type === 'Synced' && said === 'False' && message?.includes(complaint),
  ) ?? false

const mayBeRepeated = ({ kind, resource }: Desired): boolean =>
  externalName(resource) !== undefined || repeatable.has(kind)

/**
 * Kinds without a name of ours whose creation can be repeated: AWS is told to put something onto something, or the id follows from
 * the parameters. Source: provider-aws v2.5.0, config/externalname.go, and the API references of the services.
 */
const repeatable: ReadonlySet<KindName> = new Set<KindName>([
  'acm/CertificateValidation',
  'ec2/DefaultSecurityGroup',
  'ec2/Route',
  'ec2/VPCEndpointRouteTableAssociation',
  'ec2/VPCEndpointSecurityGroupAssociation',
  'ec2/VPCEndpointSubnetAssociation',
  'ecr/LifecyclePolicy',
  'ecr/RepositoryPolicy',
  'eks/AccessEntry',
  'eks/AccessPolicyAssociation',
  'eks/Addon',
  'eks/ClusterAuth',
  'iam/RolePolicyAttachment',
  's3/BucketLifecycleConfiguration',
  's3/BucketOwnershipControls',
  's3/BucketPolicy',
  's3/BucketPublicAccessBlock',
  's3/BucketServerSideEncryptionConfiguration',
  's3/BucketVersioning',
  'secretsmanager/SecretPolicy',
  'sns/TopicPolicy',
  'wafv2/WebACLAssociation',
])

const succeededAnnotation = 'crossplane.io/external-create-succeeded'
const failedAnnotation = 'crossplane.io/external-create-failed'
