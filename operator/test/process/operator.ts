import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFile } from '@taskplatform/bootstrap/local/bundle'

/** A process of the operator. */
export type OperatorProcess = Readonly<{
  child: ChildProcess
  /** Asks its endpoints. */
  get(path: string): Promise<Readonly<{ status: number; text: string }>>
  /** Waits until `path` answers 200. */
  until200(path: string): Promise<void>
  /** All that it has written. */
  output(): string
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>
  /** Kills it if it still runs, and clears up. */
  dispose(): Promise<void>
}>

/** Bundles the operator as its image has it, into `folder`, and gives the file. */
export const bundleOperator = async (folder: string): Promise<string> => {
  const bundle = join(folder, 'operator.mjs')
  await bundleFile(fileURLToPath(new URL('../../..', import.meta.url)), 'operator/src/main.ts', bundle)
  return bundle
}

/** Starts the bundled operator as a pod would, but on a free port of this machine and with these flags besides. */
export const startOperator = async (
  bundle: string,
  kubeconfig: string,
  flags: readonly string[],
): Promise<OperatorProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'operator-'))
  await writeFile(join(folder, 'kubeconfig'), kubeconfig)
  await writeFile(join(folder, 'installation'), 'providerPrincipalArn: arn:aws:iam::111122223333:role/provider')
  const port = await freePort()
  const child = spawn(process.execPath, [
    bundle,
    `--http-address=127.0.0.1:${port}`,
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--installation=${join(folder, 'installation')}`,
    ...flags,
  ])
  const exit = once(child, 'exit')
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)))
  const output = () => chunks.join('')
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, text: await response.text() }
  }
  return {
    child,
    get,
    output,
    until200: async (path) => {
      const deadline = Date.now() + 45_000
      while ((await get(path).catch(() => undefined))?.status !== 200) {
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${path} was never 200:\n${output()}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    ended: async () => (await exit)[0],
    dispose: async () => {
      child.kill('SIGKILL')
      await exit
      await rm(folder, { recursive: true })
    },
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
