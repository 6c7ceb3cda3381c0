import { setTimeout as pause } from 'node:timers/promises'
import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import type { KubeClient } from '@taskplatform/operator/kube/client'
import { createReflector, type Reflector } from '@taskplatform/operator/kube/reflector'
import { realClock } from '@taskplatform/operator/runtime/clock'
import { pino } from 'pino'
import { connectTo } from '../cluster.ts'
import { WaitError } from '../errors.ts'
import { kinds } from '../install/resources.ts'
import type { Layout } from '../layout.ts'
import type { Report, Step } from '../progress.ts'
import type { PlatformKey } from './example.ts'
import { complaintsOf, isReady, layerLines, nameOf, type Sight, type Watched } from './platform-progress.ts'

/** A step that shows, by watching, how a platform becomes Ready. Throws a `WaitError` with its conditions if it does not. */
export const followPlatform = (layout: Layout, key: PlatformKey, timeScale: number, signal: AbortSignal): Step => ({
  title: `Wait for TaskPlatform ${key.namespace}/${key.name}`,
  lines: true,
  run: async (report) => {
    const { client, close } = connectTo(layout.kubeconfig)
    const over = new AbortController()
    const watching = watch(client, key, AbortSignal.any([signal, over.signal]))
    try {
      await readyInTime(watching, key, deadlineMsFor(timeScale), report, signal)
      return `TaskPlatform ${key.namespace}/${key.name} is Ready`
    } finally {
      over.abort()
      await watching.done
      await close()
    }
  },
})

// cluster, nodes and add-ons take a quarter of an hour in AWS, and thrice as long on a bad day
const deadlineMsFor = (timeScale: number): number => 240_000 + timeScale * 2_700_000

type Watching = Readonly<{
  sight(): Sight
  onChange(listener: (object: Watched) => void): void
  done: Promise<unknown>
}>

const watch = (client: KubeClient, { namespace, name }: PlatformKey, signal: AbortSignal): Watching => {
  const shared = { client, namespace, log: pino({ level: 'silent' }), clock: realClock }
  const platform = createReflector<Watched>({
    ...shared,
    resource: kinds.taskPlatform,
    fieldSelector: `metadata.name=${name}`,
  })
  const managed = composedKinds.map((resource) =>
    createReflector<Watched>({ ...shared, resource, labelSelector: 'crossplane.io/composite' }),
  )
  const all: Reflector<Watched>[] = [platform, ...managed]
  return {
    sight: () => ({ platform: platform.store.list()[0], managed: managed.flatMap(({ store }) => store.list()) }),
    onChange: (listener) => {
      for (const each of all) each.onChange(({ object }) => listener(object))
    },
    done: Promise.all(all.map((each) => each.run(signal))),
  }
}

const readyInTime = async (
  watching: Watching,
  key: PlatformKey,
  deadlineMs: number,
  report: Report,
  signal: AbortSignal,
): Promise<void> => {
  const told = new Set<string>()
  const { promise: ready, resolve } = Promise.withResolvers<'ready'>()
  watching.onChange((object) => {
    const sight = watching.sight()
    if (isReady(object) && !told.has(nameOf(object))) {
      told.add(nameOf(object))
      report([`${nameOf(object)} is ready`, ...layerLines(sight)].join('\n'))
    }
    if (isReady(sight.platform)) resolve('ready')
  })
  const over = new AbortController()
  const late = pause(deadlineMs, 'late' as const, { signal: AbortSignal.any([signal, over.signal]) })
  const outcome = await Promise.race([ready, late])
  over.abort()
  await late.catch(() => undefined)
  if (outcome === 'late') throw tooLate(watching.sight(), deadlineMs, key)
}

const tooLate = (sight: Sight, deadlineMs: number, { namespace, name }: PlatformKey): WaitError =>
  new WaitError(
    [
      `TaskPlatform ${namespace}/${name} was not Ready within ${deadlineMs / 1000} s. What it says:`,
      ...complaintsOf(sight),
      ...layerLines(sight),
    ].join('\n  '),
    'See kubectl describe taskplatform, and the logs of the parts: make status',
  )
