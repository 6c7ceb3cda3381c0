import { execFile } from 'node:child_process'
import { access, constants, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { PrerequisiteError } from '../errors.ts'
import type { Report } from '../progress.ts'

/**
 * Puts `redis-server` into `draft`: the one in PATH, or that of the Debian or Ubuntu archive, unpacked there with its libraries.
 * Nothing is installed and root is not needed. Throws a `PrerequisiteError` if there is neither.
 */
export const takeRedis = async (draft: string, report: Report, signal: AbortSignal): Promise<void> => {
  const installed = await inPath('redis-server')
  if (installed) return symlink(installed, join(draft, 'redis-server'))
  report(`downloading ${packages.join(', ')}`)
  try {
    await download(draft, report, signal)
    for (const file of await readdir(draft)) {
      if (!file.endsWith('.deb')) continue
      await run('dpkg-deb', ['-x', file, 'unpacked'], draft, signal)
      await rm(join(draft, file))
    }
    // one program for both: it looks at the name under which it is called
    await symlink('redis-check-rdb', join(draft, 'unpacked/usr/bin/redis-server'))
    await writeFile(join(draft, 'redis-server'), starter, { mode: 0o755 })
    await run(join(draft, 'redis-server'), ['--version'], draft, signal)
  } catch (cause) {
    signal.throwIfAborted()
    throw new PrerequisiteError(
      `There is no redis-server in PATH, and none could be taken from the archive: ${complaintOf(cause)}`,
      'Install Redis 6 or newer with TLS (Debian and Ubuntu: `apt-get update`, or apt install redis-server), and run it again',
      { cause },
    )
  }
}

/** The server is in redis-tools; the other two are what else it needs beyond a usual system. */
const packages = ['redis-tools', 'libjemalloc2', 'liblzf1']

/** A fresh machine has no lists of what the archive holds, and an old one has lists of what it held; root may renew them. */
const download = async (draft: string, report: Report, signal: AbortSignal): Promise<void> => {
  const ask = () => run('apt-get', ['download', '-qq', ...packages], draft, signal)
  await ask().catch(async (error) => {
    signal.throwIfAborted()
    if (process.getuid?.() !== 0) throw error
    report('renewing the package lists')
    await run('apt-get', ['update', '-qq'], draft, signal)
    await ask()
  })
}

/** It becomes the server itself: whoever ends this process ends that. */
const starter = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/unpacked/usr
LD_LIBRARY_PATH=$(echo "$here"/lib/*-linux-gnu*) exec "$here/bin/redis-server" "$@"
`

const run = (command: string, args: readonly string[], cwd: string, signal: AbortSignal) =>
  promisify(execFile)(command, [...args], { cwd, signal })

const inPath = async (name: string): Promise<string | undefined> => {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

const complaintOf = (cause: unknown): string => {
  const said = String((cause as { stderr?: string }).stderr || (cause as Error).message).trim()
  return said.split('\n').slice(-3).join('; ')
}
