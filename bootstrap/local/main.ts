import { Command } from 'commander'
import { build } from './build/build.ts'
import { localConfig } from './config.ts'
import { LocalStackError } from './errors.ts'

const program = new Command('local').description(
  'A management cluster with an AWS twin on this machine, without Docker',
)

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('Interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('Interrupted')))

program
  .command('build')
  .description('build the control plane into the cache')
  .action(() => build(localConfig(), interrupted.signal))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof LocalStackError)) throw error
  console.error(`\n${error.message}\n\n${error.cure}.`)
  process.exitCode = 1
}
