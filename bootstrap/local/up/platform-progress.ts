/** What of an object we look at while we wait. */
export type Watched = Readonly<{
  kind?: string | undefined
  metadata?:
    | Readonly<{
        name?: string | undefined
        generation?: number | undefined
        labels?: Readonly<Record<string, string>> | undefined
      }>
    | undefined
  status?: Readonly<{ conditions?: readonly Condition[] }> | undefined
}>

type Condition = Readonly<{
  type: string
  status: string
  reason?: string
  message?: string
  observedGeneration?: number
}>

/** Everything that is known at one moment: the platform, and the managed resources of its layers. */
export type Sight = Readonly<{ platform: Watched | undefined; managed: readonly Watched[] }>

/** Whether the object says so itself, about its present spec. */
export const isReady = (object: Watched | undefined): boolean => {
  const ready = conditionOf(object, 'Ready')
  return (
    ready?.status === 'True' &&
    (ready.observedGeneration ?? object?.metadata?.generation) === object?.metadata?.generation
  )
}

/** One line for each layer: how much of it is ready, and what it waits for. */
export const layerLines = ({ managed }: Sight): string[] =>
  [...Map.groupBy(managed, layerOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([layer, objects]) => {
      const waiting = objects.filter((object) => !isReady(object)).map(nameOf)
      const count = `${layer}: ${objects.length - waiting.length} of ${objects.length} managed resources ready`
      return waiting.length === 0 ? count : `${count}; waiting for ${listed(waiting)}`
    })

/** What the platform says about itself that is not as it should be: what to print when it does not become Ready. */
export const complaintsOf = ({ platform }: Sight): string[] =>
  (platform?.status?.conditions ?? [])
    .filter(({ type, status }) => status !== (raisedWhenBad.has(type) ? 'False' : 'True'))
    .map(({ type, status, reason, message }) => `${type}=${status} ${reason ?? ''}: ${message ?? ''}`)

/** An object as people speak of it. */
export const nameOf = ({ kind, metadata }: Watched): string => `${kind} ${metadata?.name}`

const raisedWhenBad = new Set(['Reconciling', 'Stalled', 'Paused', 'Deleting'])

const conditionOf = (object: Watched | undefined, type: string): Condition | undefined =>
  object?.status?.conditions?.find((condition) => condition.type === type)

const layerOf = ({ metadata }: Watched): string => metadata?.labels?.['crossplane.io/composite'] ?? 'others'

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
