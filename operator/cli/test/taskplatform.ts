import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Io } from '../io.ts'
import { run } from '../program.ts'

const root = join(import.meta.dirname, '../../..')

/** What a run of the program printed, and how it ended. */
export type Outcome = Readonly<{ code: number; out: string; err: string }>

/** What the program finds around it: files by path, beside those of the repository, and standard input. */
export type Surroundings = Readonly<{ files?: Readonly<Record<string, string>>; stdin?: string; now?: string }>

/** Runs the program as a shell would, without a process. */
export const taskplatform = async (args: readonly string[], around: Surroundings = {}): Promise<Outcome> => {
  const { files = {}, stdin = '', now = '2026-11-24T12:00:00Z' } = around
  const [out, err]: [string[], string[]] = [[], []]
  const io: Io = {
    stdin: (async function* () {
      yield stdin
    })(),
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    readFile: async (path) => files[path] ?? readFileSync(join(root, path), 'utf8'),
    now: () => new Date(now),
  }
  const code = await run(args, io)
  return { code, out: out.join(''), err: err.join('') }
}

/** A TaskPlatform in YAML. */
export const platformYaml = (spec: Readonly<Record<string, unknown>> = {}, name = 'tasks'): string =>
  JSON.stringify(
    {
      apiVersion: 'taskplatform.dev/v1alpha1',
      kind: 'TaskPlatform',
      metadata: { name, namespace: 'team-tasks' },
      spec: { profile: 'Development', region: 'ap-northeast-1', ...spec },
    },
    undefined,
    2,
  )
