import { realClock } from '@taskplatform/operator/runtime/clock'
import { createLog } from '@taskplatform/operator/runtime/log'
import { backendEnvironment, ConfigError, readConfig, usage } from './config.ts'
import { RealProviderError } from './provider/real-provider.ts'
import { runTwin } from './twin.ts'

const main = async (): Promise<number> => {
  const config = readConfig(process.argv.slice(2))
  if (config === 'help') {
    process.stdout.write(usage)
    return 0
  }
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stopping.abort(new Error(`Received ${name}`)))
  const log = createLog({ level: config.logLevel, name: 'twin' })
  const { kubeconfig, stateDir, timeScale, healthAddress, backends, programs } = config
  const options = {
    ...{ kubeconfigPath: kubeconfig, stateDir, timeScale, health: healthAddress, log, clock: realClock },
    ...{ backends, programs, backendEnv: backendEnvironment(process.env) },
  }
  return runTwin(options, stopping.signal)
}

try {
  // timers of objects that wait for their next poll would keep the process for minutes
  process.exit(await main())
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n\n${usage}`)
  else if (error instanceof RealProviderError) process.stderr.write(`${error.message}\n`)
  else console.error(error)
  process.exit(1)
}
