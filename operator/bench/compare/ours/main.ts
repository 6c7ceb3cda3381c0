import '../../../src/lean-heap.ts'
import { parseArgs } from 'node:util'
import { FrameworkShell } from '../../../src/framework-shell.ts'
import { isConflict, retryAfterMsIn } from '../../../src/kube/errors.ts'
import { type Change, createReflector } from '../../../src/kube/reflector.ts'
import type { KubeObject } from '../../../src/kube/resource.ts'
import { watchOf } from '../../../src/kube/watched.ts'
import { realClock as clock } from '../../../src/runtime/clock.ts'
import { createController } from '../../../src/runtime/controller.ts'
import { createHttpServer } from '../../../src/runtime/http-server.ts'
import { createLog } from '../../../src/runtime/log.ts'
import { createMetrics } from '../../../src/runtime/metrics.ts'
import { createQueue, unhurried } from '../../../src/runtime/queue.ts'
import { tidyAtRest } from '../../../src/runtime/tidy.ts'
import { tidyHeap } from '../../../src/tidy-heap.ts'
import { type BenchPlatform, benchPlatforms, childKinds, platformLabel } from '../kinds.ts'
import { joinBench } from './join.ts'
import { reconcileBench } from './reconcile.ts'

const { values: flags } = parseArgs({
  options: {
    'http-address': { type: 'string', default: '127.0.0.1:8080' },
    namespace: { type: 'string' },
    workers: { type: 'string', default: '4' },
    'leader-elect': { type: 'boolean', default: false },
    'leader-election-namespace': { type: 'string', default: 'bench-system' },
  },
})
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(new Error(signal)))
process.exitCode = await run(stop.signal)

/** The benchmark's reconcile on our runtime, wired as operator/src/main.ts is. */
async function run(signal: AbortSignal): Promise<number> {
  const [host = '', port = ''] = flags['http-address'].split(':')
  const { namespace } = flags
  const log = createLog({ level: 'info', name: 'bench' })
  const metrics = createMetrics({ process: true })
  const lease = flags['leader-elect'] ? flags['leader-election-namespace'] : undefined
  const connection = joinBench({ kubeconfigPath: process.env['KUBECONFIG'] ?? '', lease }, { clock, log, metrics })
  const { elector, ownWrites } = connection
  const parts = { client: connection.client, log, clock, metrics, namespace }

  const name = 'benchplatform'
  const queue = createQueue({ name, clock, metrics })
  const wake = ({ initial }: Change<KubeObject>, key: string) => queue.add(key, initial ? { priority: unhurried } : {})
  const platforms = createReflector<BenchPlatform>({ ...parts, resource: benchPlatforms })
  const children = Object.values(childKinds).map((resource) => ({
    resource,
    reflector: createReflector<KubeObject>({ ...parts, resource, labelSelector: platformLabel }),
  }))
  const reconcile = reconcileBench({
    client: connection.client,
    platforms: platforms.store,
    children: new Map(children.map(({ resource, reflector }) => [resource, reflector.store])),
    now: clock.now,
  })
  for (const { reflector } of [{ reflector: platforms }, ...children]) ownWrites.follow(reflector)
  const place = namespace === undefined ? {} : { namespace }
  return new FrameworkShell({
    log,
    clock,
    client: connection.client,
    host: connection.host,
    fieldManager: 'bench',
    watches: [
      watchOf({
        ...place,
        resource: benchPlatforms,
        reflector: platforms,
        onChange: (change) => wake(change, change.key),
      }),
      ...children.map(({ resource, reflector }) =>
        watchOf({ ...place, resource, reflector, onChange: (change) => wake(change, platformOf(change.object)) }),
      ),
    ],
    controllers: [
      createController({
        name,
        reconcile,
        queue,
        workers: Number(flags.workers),
        timeoutMs: 60_000,
        log,
        clock,
        metrics,
        isConflict,
        retryAfterMs: retryAfterMsIn,
        hold: ownWrites.hold,
      }),
    ],
    elector,
    jobs: [tidyAtRest({ queue, clock, collect: tidyHeap })],
    endpoints: (probes) => createHttpServer({ host, port: Number(port), metrics, ...probes }),
    close: connection.leave,
  }).run(signal)
}

// hoisted, because the program above runs before anything below it is evaluated
function platformOf({ metadata }: KubeObject): string {
  return `${metadata?.namespace}/${metadata?.labels?.[platformLabel]}`
}
