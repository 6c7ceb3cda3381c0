import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { findControlPlane } from '@taskplatform/bootstrap/local/build/control-plane'
import { localConfig } from '@taskplatform/bootstrap/local/config'

/** What kubectl answered. */
export type Answer = Readonly<{ code: number; stdout: string; stderr: string }>

/** Somebody else to be, for one command; groups are those of the user and no others. */
export type As = Readonly<{ user: string; groups?: readonly string[] }>

/** Runs the real kubectl, as people and tools do. */
export type Kubectl = (
  args: readonly string[],
  options?: Readonly<{ as?: As | undefined; stdin?: unknown }>,
) => Promise<Answer>

/** A kubectl that works with a kubeconfig. `stdin` is sent as JSON. */
export async function kubectlWith(kubeconfig: string): Promise<Kubectl> {
  const { root, cache } = localConfig()
  const { programs } = await findControlPlane(root, cache)
  return async (args, { as, stdin } = {}) => {
    const all = ['--kubeconfig', kubeconfig, ...impersonation(as), ...args]
    const child = spawn(programs.kubectl, all, { stdio: 'pipe', env: { HOME: '/nonexistent' } })
    child.stdin.end(stdin === undefined ? '' : JSON.stringify(stdin))
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code, stdout, stderr }
  }
}

const impersonation = (as: As | undefined): readonly string[] =>
  as ? [`--as=${as.user}`, ...(as.groups ?? []).map((group) => `--as-group=${group}`)] : []
