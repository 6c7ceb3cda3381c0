import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { BuildError, PrerequisiteError } from '../errors.ts'

/** How Go is run: in which folder, and with which environment. */
export type GoOptions = Readonly<{
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** Called with each line that Go writes to its error stream, such as the names of compiled packages. */
  onLine?: (line: string) => void
  signal: AbortSignal
}>

/** Runs `go` and returns what it prints. Throws a `BuildError`, or a `PrerequisiteError` if space, network or Go itself is what lacks. */
export const go = async (args: readonly string[], { cwd, env, onLine, signal }: GoOptions): Promise<string> => {
  const child = spawn('go', args, { cwd, env: { ...env, ...always }, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line)
    onLine?.(line)
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).catch((error: unknown) => {
    throw goMissing(error, signal)
  })
  if (code === 0) return output
  throw diagnose(`go ${args[0]} ${args.at(-1)}`, [...errors, output].join('\n'))
}

/** Makes an error out of what Go complained about, with the cure where the reason is a known one. */
export const diagnose = (what: string, complaint: string): BuildError | PrerequisiteError => {
  const known = reasons.find(({ sign }) => sign.test(complaint))
  const tail = complaint.trimEnd().split('\n').slice(-15).join('\n')
  if (known) return new PrerequisiteError(`${what} failed: ${known.reason}\n${tail}`, known.cure)
  return new BuildError(
    `${what} failed:\n${tail}`,
    'If this release of Go is very new, try the Go version named in bootstrap/local/modules',
  )
}

// A C compiler is not asked for, and neither a workspace nor flags of the user's may change what is built.
const always = { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-mod=readonly' }

const reasons = [
  {
    sign: /no space left on device|disk quota exceeded/i,
    reason: 'the disk is full',
    cure: 'Free about 9 GiB, or empty an old Go cache with `go clean -cache`, and run it again: what is compiled stays',
  },
  {
    sign: /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|proxyconnect|network is unreachable|502 Bad Gateway|503 Service/i,
    reason: 'the Go modules could not be downloaded',
    cure: 'Check the network, and behind a proxy set HTTPS_PROXY or GOPROXY, then run it again: what is downloaded stays',
  },
  {
    sign: /checksum mismatch|SECURITY ERROR/,
    reason: 'a downloaded module is not the one that was pinned',
    cure: 'Empty the module cache with `go clean -modcache`; if it happens again, your module proxy serves something else',
  },
  {
    sign: /signal: killed|cannot allocate memory|out of memory/i,
    reason: 'the compiler ran out of memory',
    cure: 'Close other programs (about 3 GiB of memory are needed) and run it again',
  },
  {
    sign: /requires go >= |toolchain not available|toolchain upgrade/i,
    reason: 'this Go is too old',
    cure: 'Install Go 1.26 or newer',
  },
  {
    sign: /permission denied|read-only file system/i,
    reason: 'a folder may not be written',
    cure: 'Set TASKPLATFORM_CACHE, GOCACHE and GOMODCACHE to folders that you may write',
  },
]

const goMissing = (error: unknown, signal: AbortSignal): unknown => {
  if (signal.aborted) return signal.reason
  return new PrerequisiteError(
    'Go is not installed: there is no `go` in PATH',
    'Install Go 1.26 or newer from your distribution or the Go website, and put it in PATH',
    { cause: error },
  )
}
