import type { Attributes } from '../service/aws-resource.ts'
import { type Kind, nameOf } from '../service/kind.ts'

/** A managed resource as the API server holds it: what the provider reads and writes of it. */
export type Managed = Readonly<{
  apiVersion: string
  kind: string
  metadata: Readonly<{
    name: string
    namespace: string
    uid: string
    resourceVersion: string
    generation?: number
    deletionTimestamp?: string
    finalizers?: readonly string[]
    labels?: Readonly<Record<string, string>>
    annotations?: Readonly<Record<string, string>>
    ownerReferences?: readonly Readonly<{ uid: string; controller?: boolean }>[]
  }>
  spec: Readonly<{
    forProvider: Attributes
    initProvider?: Attributes
    managementPolicies?: readonly string[]
    providerConfigRef?: Readonly<{ kind: string; name: string }>
    writeConnectionSecretToRef?: Readonly<{ name: string }>
  }>
  status?: Readonly<{ atProvider?: Attributes; conditions?: readonly ManagedCondition[] }>
}>

/** A condition as Crossplane writes it. */
export type ManagedCondition = Readonly<{
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message?: string
  lastTransitionTime: string
  observedGeneration?: number
}>

/** Annotations that Crossplane's providers read and write. */
export const annotations = {
  externalName: 'crossplane.io/external-name',
  createPending: 'crossplane.io/external-create-pending',
  createSucceeded: 'crossplane.io/external-create-succeeded',
  createFailed: 'crossplane.io/external-create-failed',
  paused: 'crossplane.io/paused',
} as const

/** Keeps a managed resource until its AWS resource is gone. */
export const finalizer = 'finalizer.managedresource.crossplane.io'

/** The name under which AWS knows it; empty until it is known. */
export const externalNameOf = ({ metadata }: Managed): string => metadata.annotations?.[annotations.externalName] ?? ''

/** What the provider may do, as spec.managementPolicies says. */
export type Policies = Readonly<Record<'observe' | 'create' | 'update' | 'delete' | 'lateInitialize', boolean>>

/** Reads spec.managementPolicies; without them, everything is allowed. */
export const policiesOf = ({ spec }: Managed): Policies => {
  const given = spec.managementPolicies ?? ['*']
  const allows = (action: string) => given.includes('*') || given.includes(action)
  return {
    observe: allows('Observe'),
    create: allows('Create'),
    update: allows('Update'),
    delete: allows('Delete'),
    lateInitialize: allows('LateInitialize'),
  }
}

/** Paused by annotation, or by a list of policies that allows nothing. */
export const isPaused = ({ metadata, spec }: Managed): boolean =>
  metadata.annotations?.[annotations.paused] === 'true' || spec.managementPolicies?.length === 0

/** Whether the provider may only look. */
export const onlyObserves = ({ spec }: Managed): boolean =>
  spec.managementPolicies?.length === 1 && spec.managementPolicies[0] === 'Observe'

/** Who asks AWS, in the AWS-side log. */
export const ownerOf = (kind: Kind, { metadata }: Managed): string =>
  `${nameOf(kind)}/${metadata.namespace}/${metadata.name}`
