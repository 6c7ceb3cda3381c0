import { apiVersionOf, type Resource } from '@taskplatform/operator/kube/resource'
import type { ConnectionDetails, Kind } from '../service/kind.ts'
import type { Managed } from './managed.ts'

// Form, type and who may change whose: crossplane-runtime pkg/resource (LocalConnectionSecretFor, ConnectionSecretMustBeControllableBy).

/** A secret as the provider writes it: values are base64. */
export type ConnectionSecret = Readonly<{
  apiVersion: string
  kind: string
  metadata: Readonly<{
    name: string
    namespace: string
    ownerReferences?: readonly Owner[]
  }>
  type?: string
  data?: Readonly<Record<string, string>>
}>

type Owner = Readonly<{ uid: string; controller?: boolean; [field: string]: unknown }>

/** Where connection secrets are. */
export const secrets: Resource = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true }

/** The secret for a managed resource that asks for one: in its namespace, controlled by it, so that it goes with it. */
export const connectionSecretFor = (
  { resource }: Kind,
  { metadata }: Managed,
  name: string,
  details: ConnectionDetails,
): ConnectionSecret => ({
  apiVersion: apiVersionOf(secrets),
  kind: secrets.kind,
  metadata: {
    name,
    namespace: metadata.namespace,
    ownerReferences: [
      {
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        name: metadata.name,
        uid: metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  type: connectionType,
  data: Object.fromEntries(Object.entries(details).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
})

/** Why the provider may not write a secret that is there; `undefined` if it may. */
export const notOurs = ({ metadata, type }: ConnectionSecret, uid: string): string | undefined => {
  const controller = metadata.ownerReferences?.find((owner) => owner.controller)
  if (controller) return controller.uid === uid ? undefined : `existing secret is not controlled by UID "${uid}"`
  return type === connectionType ? undefined : `refusing to modify uncontrolled secret of type "${type ?? ''}"`
}

/** Whether a secret says all that it should. Keys of others stay, as the provider's patch leaves them. */
export const isUpToDate = (there: ConnectionSecret, wanted: ConnectionSecret): boolean =>
  (there.metadata.ownerReferences?.some((owner) => owner.controller) ?? false) &&
  Object.entries(wanted.data ?? {}).every(([key, value]) => there.data?.[key] === value)

const connectionType = 'connection.crossplane.io/v1alpha1'
