import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { LocalStackError } from './errors.ts'
import { layoutOf } from './layout.ts'
import { backendNames } from './parts/context.ts'
import { partNames } from './parts/names.ts'
import { identityOf } from './process/identity.ts'
import { type PartRecord, writeRecord } from './process/record.ts'
import { startStack } from './stack.ts'

// The process behind `make up`: it starts the parts, starts those again that die, and stops all when it is told to.

const { values } = parseArgs({
  options: {
    'state-dir': { type: 'string' },
    'port-base': { type: 'string' },
    'time-scale': { type: 'string' },
    root: { type: 'string' },
    part: { type: 'string', multiple: true },
    backend: { type: 'string', multiple: true },
  },
})
const stateDir = values['state-dir'] ?? ''
const told = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => told.abort(new Error('Told to stop')))

const note = (state: PartRecord['state'], failure?: PartRecord['failure']): void =>
  writeRecord(layoutOf(stateDir).recordOf('supervisor'), {
    part: 'supervisor',
    state,
    identity: identityOf(process.pid),
    command: process.argv,
    restarts: 0,
    failure,
  })

try {
  note('starting')
  const stack = await startStack({
    stateDir,
    parts: partNames.filter((part) => values.part?.includes(part)),
    portBase: Number(values['port-base']),
    timeScale: Number(values['time-scale']),
    backends: backendNames.filter((name) => values.backend?.includes(name)),
    signal: told.signal,
    root: values.root,
  })
  note('ready')
  // something must keep the event loop alive while there is nothing to do but wait
  const alive = setInterval(() => undefined, 2 ** 30)
  if (!told.signal.aborted) await once(told.signal, 'abort')
  clearInterval(alive)
  await stack.stop()
} catch (error) {
  console.error(error)
  if (!told.signal.aborted) {
    const cure =
      error instanceof LocalStackError ? error.cure : `Read the log: ${layoutOf(stateDir).logOf('supervisor')}`
    note('failed', { message: error instanceof Error ? error.message : String(error), cure })
    process.exitCode = 1
  }
}
