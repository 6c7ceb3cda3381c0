import { parseArgs } from 'node:util'
import { install } from './install.ts'

// `install` as a program of its own: what it takes to read a hundred manifests must not stay in a supervisor's memory.

const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('Told to stop')))

const text = { type: 'string', default: '' } as const
const { values } = parseArgs({
  options: { kubeconfig: text, root: text, 'crossplane-crds': text, 'provider-crds': text, 'function-port': text },
})
const options = {
  kubeconfigPath: values.kubeconfig,
  root: values.root,
  controlPlane: { crossplaneCrds: values['crossplane-crds'], providerCrds: values['provider-crds'] },
  functionPort: Number(values['function-port']),
}
try {
  await install(options, stop.signal)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
