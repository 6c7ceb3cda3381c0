import { setTimeout as pause } from 'node:timers/promises'
import type { AuditedRequest } from '../audit-log.ts'
import { peakMemoryOf, usageOf } from '../process-usage.ts'
import { namespaceOf } from './access.ts'
import type { Bed } from './bed.ts'
import { benchPlatforms, childKinds } from './kinds.ts'
import type { Measured } from './measures.ts'
import { percentile } from './percentile.ts'
import type { Program } from './programs.ts'
import { connectionsTo } from './sockets.ts'
import { type Subject, startSubject } from './subject.ts'
import { workloadIn } from './workload.ts'

/** How much of everything. Times in seconds. */
export type SoloOptions = Readonly<{ platforms: number; arrivalSeconds: number }>

/** One program alone on the bed: empty, draining, resting, woken for nothing, kept busy, started again. */
export const measureAlone = async (
  bed: Bed,
  program: Program,
  options: SoloOptions,
  signal: AbortSignal,
): Promise<Measured> => {
  const workload = workloadIn(bed.client, namespaceOf(program.name), signal)
  const names = Array.from({ length: options.platforms }, (_, index) => `first-${index}`)
  const start = () => startSubject(program, subjectOptions(bed, program, signal))
  const context: Context = { bed, program, workload, names, options, signal }

  const idle = await start()
  await pause(settleMs, undefined, { signal })
  const { residentMiB: empty } = await usageOf(idle.pid())
  await idle.stop()

  await workload.create(names)
  const { subject, ...drained } = await drain(context, start)
  const rested = await rest(context, subject)
  const grown = ((rested.memory_rest - empty) / (options.platforms * objectsPerPlatform)) * 1000
  const woken = await wakeForNothing(context)
  const busy = await arriveSteadily(context)
  const stopping = performance.now()
  await subject.stop()
  const stop = performance.now() - stopping

  const again = await start()
  await again.stop()
  await workload.clear()
  return {
    ...drained,
    ...rested,
    ...woken,
    ...busy,
    memory_empty: empty,
    memory_growth: grown,
    cold_start: again.readyAfterMs,
    stop,
  }
}

/** Itself and its children. */
const objectsPerPlatform = 1 + Object.keys(childKinds).length

type Context = Readonly<{
  bed: Bed
  program: Program
  workload: ReturnType<typeof workloadIn>
  names: readonly string[]
  options: SoloOptions
  signal: AbortSignal
}>

/** How a program is started on a bed, in its namespace. */
export const subjectOptions = (bed: Bed, { name }: Program, signal: AbortSignal) => ({
  kubeconfigPath: bed.kubeconfigOf(name),
  httpPort: bed.freePort(),
  namespace: namespaceOf(name),
  logFile: `${bed.folder}/logs/${name}.log`,
  env: bed.env,
  signal,
})

// caches are filled, garbage is collected, and connections that nobody uses are closed
const settleMs = 10_000

const drain = async ({ bed, program, workload, names, signal }: Context, start: () => Promise<Subject>) => {
  const mark = await bed.mark()
  const began = performance.now()
  const subject = await start()
  const peak = { connections: 0 }
  const done = new AbortController()
  const watching = watchConnections(bed, subject, peak, done.signal)
  const readyAt = await workload.untilReady(names, 600_000)
  const seconds = ((readyAt ?? performance.now()) - began) / 1000
  done.abort()
  await watching
  const { cpuSeconds } = await usageOf(subject.pid())
  await pause(tailMs, undefined, { signal })
  return {
    subject,
    drain_rate: (readyAt ? names.length : await workload.countReady()) / seconds,
    drain_cpu: cpuSeconds,
    calls_first: callsIn(await bed.requestsOf(program.name, mark)) / names.length,
    connections_peak: peak.connections,
    memory_peak: await peakMemoryOf(subject.pid()),
  }
}

// passes that the last writes still cause
const tailMs = 3_000

const watchConnections = async (bed: Bed, subject: Subject, peak: { connections: number }, until: AbortSignal) => {
  while (!until.aborted) {
    const now = await connectionsTo(subject.pid(), bed.proxyOf(subject.program.name).port).catch(() => 0)
    peak.connections = Math.max(peak.connections, now)
    await pause(250, undefined, { signal: until }).catch(() => {})
  }
}

/** Calls for single objects of the benchmark: lists, watches, discovery and Leases are no part of a pass. */
export const callsIn = (requests: readonly AuditedRequest[]): number =>
  requests.filter(({ verb, resource }) => !['list', 'watch'].includes(verb) && ofPass.has(resource.split('/')[0] ?? ''))
    .length

const ofPass: ReadonlySet<string> = new Set([benchPlatforms, ...Object.values(childKinds)].map(({ plural }) => plural))

const restSeconds = 15

const rest = async ({ bed, program, signal }: Context, subject: Subject) => {
  await pause(settleMs, undefined, { signal })
  const before = await usageOf(subject.pid())
  await pause(restSeconds * 1000, undefined, { signal })
  const after = await usageOf(subject.pid())
  return {
    rest_cpu: ((after.cpuSeconds - before.cpuSeconds) / restSeconds) * 100,
    memory_rest: after.residentMiB,
    connections_rest: await connectionsTo(subject.pid(), bed.proxyOf(program.name).port),
  }
}

const wakeForNothing = async ({ bed, program, workload, names, signal }: Context) => {
  const woken = names.slice(0, 100)
  const mark = await bed.mark()
  await workload.touch(woken, String(mark))
  await pause(tailMs, undefined, { signal })
  return { calls_idle: callsIn(await bed.requestsOf(program.name, mark)) / woken.length }
}

/** An open loop: a platform every 100 ms, whether the ones before are Ready or not. */
const arriveSteadily = async ({ workload, options, signal }: Context) => {
  const sentAt = new Map<string, number>()
  const took = new Map<string, number>()
  const over = new AbortController()
  const expected = options.arrivalSeconds * 10
  const onReady = (name: string) => {
    const sent = sentAt.get(name)
    if (sent === undefined || took.has(name)) return
    took.set(name, performance.now() - sent)
    if (took.size === expected) over.abort()
  }
  const following = workload.follow(onReady, AbortSignal.any([over.signal, AbortSignal.timeout(120_000)]))
  const began = performance.now()
  const creating: Promise<void>[] = []
  for (let index = 0; index < expected; index++) {
    await pause(Math.max(0, began + index * 100 - performance.now()), undefined, { signal })
    const name = `later-${index}`
    sentAt.set(name, performance.now())
    creating.push(workload.create([name]))
  }
  await Promise.all([...creating, following])
  const late = Array.from({ length: expected - took.size }, () => Number.POSITIVE_INFINITY)
  const all = [...took.values(), ...late]
  return { ready_p50: percentile(all, 0.5), ready_p99: percentile(all, 0.99) }
}
