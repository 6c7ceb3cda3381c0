import { type OperatorLogger, type ResourceEvent, ResourceEventType, type ResourceMeta } from '@dot-i/k8s-operator'
import type { Change } from '../kube/reflector.ts'
import { apiVersionOf, type KubeObject, type Resource } from '../kube/resource.ts'
import type { Log } from '../ports/log.ts'

/** The framework's event with what its own lacks. */
export type ShellEvent = ResourceEvent & Readonly<{ change: Change<KubeObject> }>

/** A change in the framework's words. */
export const eventOf = (resource: Resource, change: Change<KubeObject>): ShellEvent => ({
  type: eventTypes[change.type],
  meta: metaOf(resource, change.object),
  object: change.object as unknown as ResourceEvent['object'],
  change,
})

/** What the framework knows of an object. */
export const metaOf = (resource: Resource, { metadata }: KubeObject): ResourceMeta => ({
  id: idOf(resource),
  name: metadata?.name ?? '',
  ...(metadata?.namespace !== undefined && { namespace: metadata.namespace }),
  resourceVersion: metadata?.resourceVersion ?? '',
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
})

/** How the framework names a kind. */
export const idOf = (resource: Resource): string => `${resource.plural}.${apiVersionOf(resource)}`

/** Our log as the framework's. */
export const loggerFor = (log: Log): OperatorLogger => ({
  debug: (message) => log.debug(message),
  info: (message) => log.info(message),
  warn: (message) => log.warn(message),
  error: (message) => log.error(message),
})

const eventTypes = {
  added: ResourceEventType.Added,
  modified: ResourceEventType.Modified,
  deleted: ResourceEventType.Deleted,
} as const
