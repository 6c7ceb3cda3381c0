import './lean-heap.ts'
import { hostname } from 'node:os'
import { fieldManager } from '@taskplatform/crds/labels'
import { type Config, readConfig, usage } from './config.ts'
import { reconcileTaskPlatform } from './controllers/taskplatform/reconcile.ts'
import { judgePlatform } from './core/judge-platform.ts'
import { layers } from './core/layers.ts'
import { ConfigError, KubeconfigError } from './errors.ts'
import { FrameworkShell } from './framework-shell.ts'
import { readInstallation } from './installation-file.ts'
import { connect } from './kube/connect.ts'
import { isConflict } from './kube/errors.ts'
import { createEventRecorder } from './kube/events.ts'
import { compositesOf } from './management/composites.ts'
import { platformsOf } from './management/platforms.ts'
import { watchesFor } from './management/watches.ts'
import { realClock as clock } from './runtime/clock.ts'
import { createController } from './runtime/controller.ts'
import { createHttpServer } from './runtime/http-server.ts'
import { createLog } from './runtime/log.ts'
import { createMetrics } from './runtime/metrics.ts'
import { createQueue } from './runtime/queue.ts'

const config = configOrExit()
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(new Error(signal)))
process.exitCode = await run(config, stop.signal).catch(explain)

/** The whole operator: who talks to whom, on one page. */
async function run(config: Config, signal: AbortSignal): Promise<number> {
  const { httpAddress, kubeconfig, workers, logLevel } = config
  const installation = readInstallation(config.installation)
  const log = createLog({ level: logLevel, name: 'operator' })
  const metrics = createMetrics({ process: true })
  const { client, host, close } = connect(sourceOf(kubeconfig), { clock, userAgent: fieldManager, metrics })

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
  const watches = watchesFor(layers, queue, { client, log, clock, metrics })
  const ports = {
    platforms: platformsOf(client, watches.platforms),
    composites: compositesOf(client, watches.composites),
    events,
    clock,
    log,
  }
  const reconcile = reconcileTaskPlatform(ports, { layers, installation, judge: judgePlatform(layers) })
  const timeoutMs = 60_000

  return new FrameworkShell({
    log,
    clock,
    client,
    host,
    fieldManager,
    watches: watches.all,
    controllers: [createController({ name, reconcile, queue, workers, timeoutMs, log, clock, metrics, isConflict })],
    endpoints: (probes) => createHttpServer({ ...httpAddress, metrics, ...probes }),
    close: async () => {
      await events.flush()
      stopEvents.abort(new Error('the operator has stopped'))
      await close()
    },
  }).run(signal)
}

// A stack trace would hide the sentence that says what to do.
function explain(error: unknown): number {
  console.error(error instanceof KubeconfigError || error instanceof ConfigError ? error.message : error)
  return 1
}

function sourceOf(kubeconfig: string | undefined) {
  if (kubeconfig !== undefined) return { kubeconfigPath: kubeconfig }
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = process.env
  return { inCluster: { host, port } }
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
