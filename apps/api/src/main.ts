import { readConfig, variables } from './config.ts'
import { ConfigError, SecretFileError } from './errors.ts'
import { createLog } from './observability/log.ts'
import { startServer } from './server.ts'

if (process.argv.includes('--help')) {
  console.log(
    `Usage: node main.js\n\nServes the task management API. Settings are environment variables:\n  ${variables.join('\n  ')}`,
  )
  process.exit(0)
}
try {
  const config = readConfig(process.env)
  const log = createLog(config.LOG_LEVEL)
  const server = await startServer(config, log)
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name))
  })
  log.info({ signal }, 'stopping')
  await server.stop()
  log.info('stopped')
} catch (error) {
  // a stack trace would hide the sentence that says what to do
  console.error(error instanceof ConfigError || error instanceof SecretFileError ? error.message : error)
  process.exitCode = 1
}
