import { setTimeout as pause } from 'node:timers/promises'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { connect } from '../src/kube/connect.ts'
import { realClock } from '../src/runtime/clock.ts'
import { awsEvents } from '../test/lifecycle/aws.ts'
import { isWrite, readAuditLog, within } from './audit-log.ts'
import { circuitBreakerOpenings } from './circuit-breaker.ts'
import type { Figure } from './figure.ts'
import { overheadMs } from './overhead.ts'
import { namespace, platforms, timeToReady } from './platforms.ts'
import { usageOf } from './process-usage.ts'

const restSeconds = 60

/** Brings up the whole local set with a twin that takes no time, and measures one platform of each profile on it. */
export async function* lifecycleFigures(stateDir: string, signal: AbortSignal): AsyncGenerator<readonly Figure[]> {
  await using stack = await startStack({ stateDir, parts: partNames, timeScale: 0, auditLog: true, signal })
  const connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'bench' })
  try {
    const namespaces = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false }
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
    await connection.client.create(namespaces, object, { signal })

    for (const [name, spec] of Object.entries(platforms)) {
      const since = Date.now()
      const milliseconds = await timeToReady(connection.client, name, spec, signal)
      yield [
        { name: `apply_to_ready_${name}`, value: milliseconds, unit: 'ms' },
        await overheadFigure(stack, name, since),
      ]
      yield await requestFigures(stack, `apply_to_ready_${name}`, since, Date.now())
    }
    const openings = await circuitBreakerOpenings(stack.ports.crossplaneMetrics, signal)
    yield [{ name: 'circuit_breaker_openings', value: openings, unit: 'openings' }]
    yield await restFigures(stack, signal)
  } finally {
    await connection.close()
  }
}

/** What is left of the time when AWS' own along the critical path is taken away; with a twin that takes no time, nearly all. */
async function overheadFigure(stack: Stack, name: string, since: number): Promise<Figure> {
  const own = (await awsEvents(stack, namespace)).filter(({ owner }) => owner.split('/')[2]?.startsWith(`${name}-`))
  return { name: `overhead_${name}`, value: overheadMs(own, since, Date.now()) / 1000, unit: 's' }
}

/** Requests and writes of each program, counted by the API server. */
async function requestFigures(stack: Stack, prefix: string, since: number, until: number): Promise<readonly Figure[]> {
  const requests = within(await readAuditLog(stack.auditLogPath), since, until)
  return programs.flatMap((user): Figure[] => {
    const own = requests.filter((request) => request.user === user)
    const name = `${prefix}_${user.replace('taskplatform-', '')}`
    return [
      { name: `${name}_requests`, value: own.length, unit: 'requests' },
      { name: `${name}_writes`, value: own.filter(isWrite).length, unit: 'writes' },
    ]
  })
}

const programs = ['taskplatform-operator', 'crossplane', 'twin']

/** What the set costs when nothing happens. The first minute is left out: caches settle and garbage is collected. */
async function restFigures(stack: Stack, signal: AbortSignal): Promise<readonly Figure[]> {
  await pause(restSeconds * 1000, undefined, { signal })
  const before = await usages(stack)
  const since = Date.now()
  await pause(restSeconds * 1000, undefined, { signal })
  const after = await usages(stack)
  const memory = after.map(
    ({ part, usage }): Figure => ({ name: `rest_memory_${part}`, value: usage.residentMiB, unit: 'MiB' }),
  )
  const cpu = sum(after.map(({ usage }) => usage.cpuSeconds)) - sum(before.map(({ usage }) => usage.cpuSeconds))
  return [
    ...(await requestFigures(stack, `rest_${restSeconds}s`, since, Date.now())),
    ...memory,
    { name: 'rest_memory_all', value: sum(after.map(({ usage }) => usage.residentMiB)), unit: 'MiB' },
    { name: 'rest_cpu_all', value: (cpu / restSeconds) * 100, unit: 'percent' },
  ]
}

async function usages(stack: Stack) {
  const running = partNames.filter((part) => part !== 'install')
  return Promise.all(
    running.map(async (part) => {
      const pid = stack.pidOf(part)
      if (pid === undefined) throw new Error(`${part} is not running: a figure taken now would be wrong`)
      return { part: part.replaceAll('-', '_'), usage: await usageOf(pid) }
    }),
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
