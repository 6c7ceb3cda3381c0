import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeFigures } from './compose.ts'
import { type Figure, lineOf } from './figure.ts'
import { lifecycleFigures } from './lifecycle.ts'

const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-bench-'))
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('terminated')))

const print = (figures: readonly Figure[]): void => {
  for (const figure of figures) console.log(lineOf(figure))
}
print(composeFigures())
for await (const figures of lifecycleFigures(stateDir, interrupted.signal)) print(figures)
