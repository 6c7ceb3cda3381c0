import { type JsonObject, mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import { kinds } from '../kinds/registry.ts'
import type { Managed } from '../provider/managed.ts'
import { reconcileManaged } from '../provider/reconcile.ts'
import { type Kind, nameOf } from '../service/kind.ts'
import { createMemoryCluster, type MemoryCluster } from './memory-cluster.ts'
import { memorySecretStore } from './memory-secret-store.ts'
import type { TestAccount } from './test-account.ts'
import { testProvider } from './test-provider.ts'

/** A composition as it is needed here: managed resources by key, and whether all are ready. */
type Rendered = Readonly<{
  resources: Readonly<Record<string, Readonly<{ resource: object }>>>
  ready: boolean
  conditions: readonly Readonly<{ message?: string }>[]
}>

type Composed = Pick<Managed, 'apiVersion' | 'kind' | 'metadata' | 'spec'>

/** Composes from what exists. */
export type Render = (observed: Readonly<Record<string, Managed>>) => Rendered

/** A composition that the twin makes, and unmakes, round after round. */
export type Rendering = Readonly<{
  /** Composes and makes until all is ready, and what is not asked for any more is gone. Gives what stands in the way after `mostRounds`: nothing, if all is well. */
  make(render: Render): Promise<string[]>
  /** Deletes everything at once, and gives what AWS keeps after `mostRounds`. */
  unmake(): Promise<string[]>
}>

/**
 * Nothing yet. What the composition names as given must be in the account already; `secrets` by `name/key` in Kubernetes. Another
 * `incarnation` is another management cluster, whose objects the account has never heard of.
 */
export const renderingIn = (
  aws: TestAccount,
  secrets: Readonly<Record<string, string>> = {},
  incarnation = 'first',
): Rendering => {
  const cluster = createMemoryCluster()
  const secretStore = memorySecretStore(new Map(Object.entries(secrets)))
  const look = reconcileManaged(testProvider(aws, knowingNamesakes(cluster), { secretStore }))
  const { signal } = new AbortController()
  const known = new Map<string, Readonly<{ kind: Kind; name: string }>>()
  const applied = new Map<string, JsonObject>()
  const read = ({ kind, name }: Readonly<{ kind: Kind; name: string }>) => cluster.read(kind.resource.kind, name)
  const lookAtAll = async () => {
    for (const { kind, name } of known.values()) await look(`${nameOf(kind)}/ns/${name}`, signal)
  }
  const observed = () =>
    Object.fromEntries(
      [...known].flatMap(([key, one]) => {
        const found = read(one)
        return found ? [[key, found]] : []
      }),
    )
  /** As server-side apply does: what was applied before and is not any more goes. */
  const apply = (key: string, resource: Composed) => {
    const kind = kindOf(resource)
    const { name, annotations = {}, labels } = resource.metadata
    const { spec } = resource
    const wanted = { metadata: { annotations }, spec } as unknown as JsonObject
    const uid = `${incarnation}-${resource.kind}-${name}`
    if (known.has(key)) cluster.edit(kind.resource.kind, name, mergePatchBetween(applied.get(key) ?? {}, wanted) ?? {})
    else cluster.put(kind, name, spec, { annotations, uid, ...(labels && { labels }) })
    known.set(key, { kind, name })
    applied.set(key, wanted)
  }
  /** As Crossplane does with what a composition has ceased to ask for. */
  const leaveOut = (wanted: readonly string[]) => {
    for (const [key, { kind, name }] of known) if (!wanted.includes(key)) cluster.delete(kind.resource.kind, name)
  }
  const forgetGone = () => {
    for (const [key, one] of known) if (!read(one)) known.delete(key)
  }
  return {
    make: async (render) => {
      for (let round = 0; round < mostRounds; round++) {
        const { resources, ready } = render(observed())
        if (ready && [...known.keys()].every((key) => key in resources)) return []
        for (const [key, { resource }] of Object.entries(resources)) apply(key, resource as Composed)
        leaveOut(Object.keys(resources))
        await lookAtAll()
        forgetGone()
      }
      const complaints = [...known.values()].flatMap((one) => complaintOf(read(one)))
      return complaints.length > 0 ? complaints : render(observed()).conditions.map(({ message }) => message ?? '')
    },
    unmake: async () => {
      for (const { kind, name } of known.values()) cluster.delete(kind.resource.kind, name)
      for (let round = 0; round < mostRounds; round++) await lookAtAll()
      return [...known.values()].flatMap((one) => complaintOf(read(one)))
    },
  }
}

/** Far more than the longest chain of what waits for what. */
const mostRounds = 12

/** The provider asks by the names of kinds in the account; in memory objects are kept under those that Kubernetes has. */
const knowingNamesakes = (cluster: MemoryCluster): MemoryCluster => {
  const named = (name: string) => kinds.find((kind) => nameOf(kind) === name)?.resource.kind ?? name
  return {
    ...cluster,
    get: (kind, namespace, name) => cluster.get(named(kind), namespace, name),
    list: (kind, namespace) => cluster.list(named(kind), namespace),
  }
}

const kindOf = ({ apiVersion, kind }: Composed): Kind => {
  const found = kinds.find(({ resource }) => resource.kind === kind && apiVersion.startsWith(`${resource.group}/`))
  if (!found) throw new RangeError(`${apiVersion} ${kind} is no kind of the twin`)
  return found
}

const complaintOf = (managed: Managed | undefined): string[] => {
  if (!managed) return []
  const { conditions = [] } = managed.status ?? {}
  const bad = ['Synced', 'Ready'].map((type) => conditions.find((one) => one.type === type && one.status !== 'True'))
  const [first] = bad.filter((one) => one !== undefined)
  return first ? [`${managed.kind}/${managed.metadata.name}: ${first.message ?? first.reason}`] : []
}
