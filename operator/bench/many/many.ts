import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bundlePrograms } from '@taskplatform/bootstrap/local/bundle'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { grantAccess } from '@taskplatform/bootstrap/local/install/access'
import { applyAll } from '@taskplatform/bootstrap/local/install/apply'
import { allEstablished, allServed } from '@taskplatform/bootstrap/local/install/established'
import { readManifestFolder } from '@taskplatform/bootstrap/local/install/manifests'
import { kinds, type Manifest } from '@taskplatform/bootstrap/local/install/resources'
import { operator } from '@taskplatform/bootstrap/local/parts/programs'
import { type Kept, keepRunning } from '@taskplatform/bootstrap/local/process/keep-running'
import { until } from '@taskplatform/bootstrap/local/until'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { layers } from '../../src/core/layers.ts'
import { taskPlatforms } from '../../src/management/resources.ts'
import { createLog } from '../../src/runtime/log.ts'
import { isWrite } from '../audit-log.ts'
import { type BareControlPlane, startControlPlane } from '../control-plane.ts'
import type { Figure } from '../figure.ts'
import { peakMemoryOf, usageOf } from '../process-usage.ts'
import { openCrd } from './crds.ts'
import { playComposites } from './stand-in.ts'

/** How many platforms, and for how many seconds they are watched at rest. */
export type ManyOptions = Readonly<{ platforms: number; restSeconds: number }>

/** The operator alone with many platforms, whose composites the benchmark plays: made, at rest, and started again. */
export async function* manyFigures(
  { platforms, restSeconds }: ManyOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly Figure[]> {
  const config = localConfig()
  const folder = await mkdtemp(join(tmpdir(), 'taskplatform-bench-'))
  const plane = await startControlPlane(config, folder, signal)
  const over = new AbortController()
  const log = createLog({ level: 'warn', name: 'stand-in' })
  try {
    await install(plane, config.root, signal)
    await bundlePrograms(['operator'], { root: config.root, dist: plane.context.layout.dist })
    const playing = playComposites(plane.client, layers, log, AbortSignal.any([over.signal, signal]))
    const first = await startOperator(plane, signal)
    const name = `many_${platforms}`
    const began = performance.now()
    await create(plane, platforms, signal)
    await untilReady(plane, platforms, signal)
    yield [
      { name: `${name}_all_ready`, value: (performance.now() - began) / 1000, unit: 's' },
      { name: `${name}_all_ready_cpu`, value: (await usageOf(pidOf(first))).cpuSeconds, unit: 's' },
      { name: `${name}_memory_peak`, value: await peakMemoryOf(pidOf(first)), unit: 'MiB' },
    ]
    yield await rest(plane, first, name, restSeconds, signal)
    await first.stop()

    const mark = await plane.mark()
    const again = await startOperator(plane, signal)
    await pause(restSeconds * 1000, undefined, { signal })
    yield [
      { name: `${name}_restart_writes`, value: await writesSince(plane, mark), unit: 'writes' },
      { name: `${name}_restart_cpu`, value: (await usageOf(pidOf(again))).cpuSeconds, unit: 's' },
    ]
    yield await rest(plane, again, `${name}_restarted`, restSeconds, signal)
    await again.stop()
    over.abort()
    await playing
  } finally {
    over.abort()
    await plane.close()
  }
}

const namespace = 'bench'
const user = 'taskplatform-operator'

const install = async ({ client }: BareControlPlane, root: string, signal: AbortSignal): Promise<void> => {
  const open = [...layers.map(({ resource }) => resource), kinds.clusterProviderConfig].map(openCrd)
  const crds = [...(await readManifestFolder(join(root, 'crds/generated'))), ...open]
  await applyAll(client, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...crds], signal)
  await grantAccess(client, root, signal)
  await allEstablished(client, crds, signal)
  await allServed(client, crds, signal)
  await applyAll(client, [providerConfig], signal)
}

const providerConfig: Manifest = {
  apiVersion: 'aws.m.upbound.io/v1beta1',
  kind: 'ClusterProviderConfig',
  metadata: { name: 'default' },
}

const startOperator = ({ context, env }: BareControlPlane, signal: AbortSignal): Promise<Kept> => {
  const logFile = context.layout.logOf('operator')
  return keepRunning(operator(context), { part: 'operator', logFile, env, record: () => {} }, signal)
}

const pidOf = (kept: Kept): number => {
  const pid = kept.identity()?.pid
  if (pid === undefined) throw new Error('the operator is not running: a figure taken now would be wrong')
  return pid
}

const create = async ({ client }: BareControlPlane, count: number, signal: AbortSignal): Promise<void> => {
  for (let index = 0; index < count; index++) {
    const metadata = { name: `p${index}`, namespace }
    const spec = { profile: 'Development', region: 'ap-northeast-1' }
    const object = { apiVersion: 'taskplatform.dev/v1alpha1', kind: 'TaskPlatform', metadata, spec }
    await client.create(taskPlatforms, object, { signal })
  }
}

type Stored = KubernetesObject & { status?: { conditions?: readonly { type: string; status: string }[] } }

const untilReady = ({ client }: BareControlPlane, count: number, signal: AbortSignal): Promise<true> =>
  until(
    async () => {
      const { items } = await client.list<Stored>(taskPlatforms, { namespace }, { signal })
      const ready = items.filter(({ status }) =>
        status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
      )
      return ready.length === count
    },
    { what: `${count} platforms to be Ready`, deadlineMs: 1_800_000, intervalMs: 2_000, signal },
  )

/** Names are exported 30 s after the last change at most, and the heap is tidied once a minute: after that anything counts. */
const settleSeconds = 70

const rest = async (
  plane: BareControlPlane,
  kept: Kept,
  name: string,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly Figure[]> => {
  await pause(settleSeconds * 1000, undefined, { signal })
  const [mark, before] = [await plane.mark(), await usageOf(pidOf(kept))]
  await pause(seconds * 1000, undefined, { signal })
  const after = await usageOf(pidOf(kept))
  return [
    { name: `${name}_rest_writes`, value: await writesSince(plane, mark), unit: 'writes' },
    {
      name: `${name}_rest_cpu`,
      value: ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100,
      unit: 'percent',
    },
    { name: `${name}_rest_memory`, value: after.residentMiB, unit: 'MiB' },
  ]
}

/** Without those to the Lease, which are how everybody knows that it is alive. */
const writesSince = async (plane: BareControlPlane, mark: number): Promise<number> =>
  (await plane.requestsOf(user, mark)).filter((request) => isWrite(request) && request.resource !== 'leases').length
