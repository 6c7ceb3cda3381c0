import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a program in `cwd`, with our own output. Returns whether it ended well; a program that is missing did not. */
export const run = async (command: string, args: readonly string[], cwd: string): Promise<boolean> =>
  (await exitCodeOf(command, args, cwd)) === 0

/** The exit code of a program; 127, as shells have it, if it cannot be run. */
export const exitCodeOf = async (command: string, args: readonly string[], cwd: string): Promise<number> => {
  const child = spawn(command, args, { cwd, stdio: 'inherit' })
  try {
    const [code] = await once(child, 'close')
    return code ?? 1
  } catch (error) {
    console.error(error)
    return 127
  }
}
