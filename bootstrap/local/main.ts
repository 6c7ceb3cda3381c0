import { Command } from 'commander'
import { localConfig } from './config.ts'
import { LocalStackError } from './errors.ts'

const interrupted = new AbortController()
// one Ctrl-C may arrive twice, from the terminal and from make: the second must not cut the cleaning up short
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interrupted.abort(new Error(`Interrupted by ${signal}`)))
}

// Each command loads its own code when it runs: most runs of `build` find nothing to do and should cost nothing.
const program = new Command('local').description('A management cluster and an AWS twin on this machine, without Docker')

program
  .command('build')
  .description('build the control plane into the cache')
  .action(async () => (await import('./build/build.ts')).build(localConfig(), interrupted.signal))

program
  .command('up')
  .description('start the stack and bring the example to Ready')
  .action(async () => (await import('./up/up.ts')).up(localConfig(), interrupted.signal))

program
  .command('down')
  .description('stop the stack and remove its state')
  .action(async () => {
    const { down } = await import('./up/down.ts')
    const ended = await down(localConfig(), interrupted.signal)
    console.log(ended.length > 0 ? `Stopped ${ended.join(', ')}; removed .local` : 'Nothing ran')
  })

program
  .command('status')
  .description('show the parts of the stack')
  .action(async () => {
    const { status } = await import('./up/status.ts')
    if (!(await status(localConfig()))) process.exitCode = 1
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = 1
  if (error instanceof LocalStackError) console.error(`\n${error.message}\n\n${error.cure}`)
  else
    console.error(
      interrupted.signal.aborted ? '\nInterrupted. What was started still runs: make status, make down' : error,
    )
}
