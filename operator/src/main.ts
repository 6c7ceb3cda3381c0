import './lean-heap.ts'
import { hostname } from 'node:os'
import { fieldManager } from '@taskplatform/crds/labels'
import { type Config, readConfig, usage } from './config.ts'
import { reconcileNamespace } from './controllers/namespace/reconcile.ts'
import { reconcileTaskPlatform } from './controllers/taskplatform/reconcile.ts'
import { judgePlatform } from './core/judge-platform.ts'
import { layers } from './core/layers.ts'
import { ConfigError, KubeconfigError, LeaseLostError } from './errors.ts'
import { FrameworkShell } from './framework-shell.ts'
import { readInstallation } from './installation-file.ts'
import { joinCluster } from './join-cluster.ts'
import { accessReviewsOf } from './kube/access-reviews.ts'
import { connect } from './kube/connect.ts'
import { isConflict, retryAfterMsIn } from './kube/errors.ts'
import { createEventRecorder } from './kube/events.ts'
import { compositesOf } from './management/composites.ts'
import { createDriftNotes } from './management/drift-notes.ts'
import { externalNamesOf } from './management/external-names.ts'
import { namespacesOf, wakeNamespace, watchNamespaces } from './management/namespaces.ts'
import { platformsOf } from './management/platforms.ts'
import { providerConfigsOf } from './management/provider-configs.ts'
import { watchesFor } from './management/watches.ts'
import { kubeconfigIn, workloadClustersOf } from './management/workload-clusters.ts'
import { createRemoteClusters } from './remote/clusters.ts'
import { certificateIn } from './runtime/certificate.ts'
import { realClock as clock } from './runtime/clock.ts'
import { createController } from './runtime/controller.ts'
import { watchEventLoop } from './runtime/event-loop.ts'
import { createHttpServer } from './runtime/http-server.ts'
import { createLog } from './runtime/log.ts'
import { createMetrics } from './runtime/metrics.ts'
import { onlyForReaders } from './runtime/metrics-access.ts'
import { createQueue } from './runtime/queue.ts'
import { resyncEvery } from './runtime/resync.ts'
import { tidyAtRest } from './runtime/tidy.ts'
import { tidyHeap } from './tidy-heap.ts'

const config = configOrExit()
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(new Error(signal)))
const code = await run(config, stop.signal).catch(explain)
process.exitCode = code
// a process that has lost the Lease must not live on because something in it hangs
setTimeout(() => process.exit(code), 5_000).unref()

/** The whole operator: who talks to whom, on one page. */
async function run(config: Config, signal: AbortSignal): Promise<number> {
  const { httpAddress, metricsAuth, tls, workers, logLevel, syncPeriodMs } = config
  const installation = readInstallation(config.installation)
  const log = createLog({ level: logLevel, name: 'operator' })
  const metrics = createMetrics({ process: true })
  const joined = joinCluster(config, { clock, log, metrics })
  const { client, standbyClient, host, fence, elector, ownWrites } = joined

  const stopEvents = new AbortController()
  const controller = 'taskplatform.dev/operator'
  const events = createEventRecorder({
    client,
    clock,
    log,
    controller,
    instance: hostname(),
    signal: stopEvents.signal,
  })

  const name = 'taskplatform'
  const queue = createQueue({ name, clock, metrics, backoff: { baseMs: 1_000, maxMs: 60_000 } })
  const namespaceQueue = createQueue({ name: 'namespace', clock, metrics, backoff: { baseMs: 1_000, maxMs: 60_000 } })
  const parts = { client, log, clock, metrics }
  const notes = createDriftNotes(metrics)
  const watches = watchesFor(layers, queue, parts, wakeNamespace(namespaceQueue), notes.note)
  const protectedNamespaces = watchNamespaces(namespaceQueue, parts)
  const namespaces = namespacesOf(client, watches.platforms, protectedNamespaces.store)
  for (const { reflector } of watches.all) ownWrites.follow(reflector)
  const clusters = createRemoteClusters({
    connect: (kubeconfigText) =>
      connect({ kubeconfigText }, { clock, userAgent: fieldManager, metrics, fence, timeoutMs: 10_000 }),
    read: kubeconfigIn(client),
    rightsPath: '/api/v1/nodes?limit=1',
    wake: queue.add,
    random: Math.random,
    clock,
    log,
    metrics,
  })
  const ports = {
    platforms: platformsOf(client, watches.platforms, namespaces),
    composites: compositesOf(client, watches.composites),
    names: externalNamesOf(client),
    notes,
    providerConfigs: providerConfigsOf(client),
    workload: workloadClustersOf(clusters, clock),
    events,
    clock,
    log,
  }
  const reconcile = reconcileTaskPlatform(ports, { layers, installation, judge: judgePlatform(layers) })
  const taskPlatforms = createController({
    name,
    reconcile,
    queue,
    workers,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
    isConflict,
    retryAfterMs: retryAfterMsIn,
    hold: ownWrites.hold,
  })

  const protection = createController({
    name: 'namespace',
    reconcile: reconcileNamespace(namespaces),
    queue: namespaceQueue,
    workers: 1,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
    isConflict,
    retryAfterMs: retryAfterMsIn,
  })

  const loop = watchEventLoop({ clock, metrics })
  const reviews = accessReviewsOf(standbyClient)
  const certificate = tls && certificateIn({ ...tls, clock, log })
  const guard = metricsAuth ? onlyForReaders({ reviews, clock, log }) : undefined

  return new FrameworkShell({
    log,
    clock,
    client,
    host,
    fieldManager,
    watches: [...watches.all, protectedNamespaces.watch],
    elector,
    controllers: [taskPlatforms, protection],
    jobs: [
      ...joined.announce(events),
      resyncEvery(syncPeriodMs, { keys: watches.platforms.keys, queue, clock, log }),
      tidyAtRest({ queue, clock, collect: tidyHeap }),
    ],
    healthy: [loop.probe],
    endpoints: (probes) => createHttpServer({ ...httpAddress, metrics, guard, certificate, ...probes }),
    close: async () => {
      loop.stop()
      await events.flush()
      stopEvents.abort(new Error('the operator has stopped'))
      await clusters.close()
      await joined.leave()
    },
  }).run(signal)
}

// A stack trace would hide the sentence that says what to do.
function explain(error: unknown): number {
  const isPlain = [KubeconfigError, ConfigError, LeaseLostError].some((kind) => error instanceof kind)
  console.error(isPlain && error instanceof Error ? error.message : error)
  return 1
}

function configOrExit(): Config {
  try {
    const config = readConfig(process.argv.slice(2), process.env)
    if (config !== 'help') return config
    console.log(usage)
    process.exit(0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}
