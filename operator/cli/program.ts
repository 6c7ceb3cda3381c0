import { profiles } from '@taskplatform/crds/defaults'
import { Command, CommanderError, Option } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { layerNames } from '../src/core/layer-names.ts'
import { type CheckOptions, checkCommand } from './check.ts'
import { UsageError } from './errors.ts'
import { type ExitCode, exitCodes, type Io } from './io.ts'
import { type RenderOptions, renderCommand } from './render.ts'

/**
 * Runs the command that the arguments ask for and returns its exit code: 0 if everything is in order, 1 if a document is illegal
 * or breaks a rule, 2 if the command could not do its work.
 */
export const run = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.fine
  const program = programFor(io, (result) => {
    code = result
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return failed(error, io)
  }
}

const failed = (error: unknown, io: Io): ExitCode => {
  // commander has printed its message already
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.failed
  if (!(error instanceof UsageError)) throw error
  io.stderr(`taskplatform: ${error.message}\n`)
  return exitCodes.failed
}

const programFor = (io: Io, done: (code: ExitCode) => void): Command => {
  const program = new Command('taskplatform')
    .description('Shows what a TaskPlatform becomes, and judges it, without a cluster and without AWS.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
    .showHelpAfterError('(add --help to see what there is)')
    .addHelpText('after', exitCodeHelp)

  program
    .command('render')
    .description('Print every composite and managed resource that TaskPlatforms, or layers by themselves, become.')
    .addOption(files())
    .option('--layer <name>', `only this layer: ${layerNames.join(', ')}`)
    .addOption(new Option('-o, --output <format>', 'format').choices(['yaml', 'json']).default('yaml'))
    .addHelpText('after', renderHelp)
    .action(async (options: RenderOptions) => done(await renderCommand(options, io)))

  program
    .command('check')
    .description('Judge all that TaskPlatforms, or layers by themselves, become by the conformance rules.')
    .addOption(files())
    .addOption(new Option('-o, --output <format>', 'format').choices(['table', 'json', 'sarif']).default('table'))
    .addOption(
      new Option('--profile <profile>', 'whose demands a layer by itself is held to')
        .choices(profiles)
        .default('Production'),
    )
    .option('--today <day>', 'day on which exceptions end and versions are supported, 2026-11-24')
    .addHelpText('after', checkHelp)
    .action(async (options: CheckOptions) => done(await checkCommand(options, io)))

  return program
}

const files = () =>
  new Option(
    '-f, --file <path...>',
    'YAML files, each with any number of documents; - is standard input',
  ).makeOptionMandatory()

const exitCodeHelp = `
Exit status: 0 everything is in order; 1 a document is illegal or breaks a rule; 2 bad usage, or input that cannot be read.`

const renderHelp = `
Identifiers that AWS would choose are placeholders: they begin with eight zeros, in the account 000000000000.

Examples:
  taskplatform render -f platform.yaml
  taskplatform render -f platform.yaml --layer Database
  kustomize build . | taskplatform render -f - -o json
${exitCodeHelp}`

const checkHelp = `
A rule may be broken with an exception in spec.compliance.exceptions, until the day on which it expires. Warnings are told and
do not count. The rules are explained in docs/reference/conformance.md.

Examples:
  taskplatform check -f platform.yaml
  taskplatform check -f staging.yaml -f production.yaml -o json
  taskplatform check -f platform.yaml -o sarif > taskplatform.sarif
${exitCodeHelp}`
