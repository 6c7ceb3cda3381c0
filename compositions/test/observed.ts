import { createHash } from 'node:crypto'
import type { Composition } from '../src/composition.ts'
import { compose } from '../src/layers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import { externalNameAnnotation, type Observed } from '../src/observed.ts'

/** Account that owns everything in tests. */
export const account = '111122223333'

/** What the API server holds when the provider has made all resources of a composition. */
export const madeBy = ({ resources }: Pick<Composition, 'resources'>): Observed => {
  const made = Object.values(resources).map(({ resource }) => resource)
  return Object.fromEntries(Object.entries(resources).map(([key, { resource }]) => [key, ready(resource, made)]))
}

/** Composes again and again, all that is asked for being made in between, until nothing new is asked for. */
export const settled = (
  composite: unknown,
  observed: Observed = {},
): Readonly<{ composition: Composition; observed: Observed }> => {
  const composition = compose(composite, observed)
  const next = madeBy(composition)
  if (JSON.stringify(next) === JSON.stringify(observed)) return { composition, observed }
  return settled(composite, next)
}

/** The resource as the provider leaves it: identifiers filled in, conditions True. `others` resolves its references. */
export const ready = (resource: ManagedResource, others: readonly ManagedResource[] = []): ManagedResource => {
  const id = identifierOf(resource)
  return {
    ...resource,
    metadata: {
      ...resource.metadata,
      generation: 1,
      annotations: { ...resource.metadata.annotations, [externalNameAnnotation]: id },
    },
    status: {
      atProvider: {
        ...withoutReferences(resource.spec.forProvider),
        ...resolved(resource, others),
        ...reported(resource, id),
      },
      conditions: [condition('Synced', 'True', 'ReconcileSuccess'), condition('Ready', 'True', 'Available')],
    },
  }
}

/** The resource with one condition in another state. */
export const withCondition = (
  resource: ManagedResource,
  type: string,
  status: 'True' | 'False',
  { reason = 'ReconcileError', message = '' } = {},
): ManagedResource => ({
  ...resource,
  status: {
    ...resource.status,
    conditions: [
      ...(resource.status?.conditions ?? []).filter((one) => one.type !== type),
      { ...condition(type, status, reason), message },
    ],
  },
})

const condition = (type: string, status: 'True' | 'False', reason: string) => ({
  type,
  status,
  reason,
  message: '',
  lastTransitionTime: '2026-11-24T00:00:00Z',
})

const prefixes: Readonly<Record<string, string>> = {
  VPC: 'vpc',
  Subnet: 'subnet',
  InternetGateway: 'igw',
  EIP: 'eipalloc',
  NATGateway: 'nat',
  RouteTable: 'rtb',
  SecurityGroup: 'sg',
  DefaultSecurityGroup: 'sg',
  VPCEndpoint: 'vpce',
}

const identifierOf = ({ kind, metadata }: ManagedResource): string =>
  metadata.annotations?.[externalNameAnnotation] ??
  `${prefixes[kind] ?? kind.toLowerCase()}-${createHash('sha256').update(metadata.name).digest('hex').slice(0, 17)}`

const withoutReferences = (parameters: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).filter(([field]) => !field.endsWith('Ref')))

const resolved = ({ spec }: ManagedResource, others: readonly ManagedResource[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(spec.forProvider).flatMap(([field, value]) => {
      const target = others.find(({ metadata }) => metadata.name === (value as { name?: string }).name)
      return field.endsWith('Ref') && target ? [[field.replace(/Ref$/, ''), identifierOf(target)]] : []
    }),
  )

const reported = ({ kind, metadata }: ManagedResource, id: string): Record<string, unknown> => {
  if (kind === 'VPC') return { id, ownerId: account }
  if (kind === 'EIP') return { id, publicIp: `203.0.113.${metadata.name.charCodeAt(metadata.name.length - 1)}` }
  if (kind === 'Route') return { id, state: 'active' }
  if (kind === 'VPCEndpoint') return { id, state: 'available' }
  return { id }
}
