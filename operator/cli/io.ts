/** Everything outside of the program that a command touches; tests hand in their own. */
export type Io = Readonly<{
  stdin: AsyncIterable<string | Buffer>
  stdout: (text: string) => unknown
  stderr: (text: string) => unknown
  /** Text of a file. Rejects with the error of Node.js. */
  readFile: (path: string) => Promise<string>
  now: () => Date
}>

/** How a command ends: everything is in order, something was found, or the command could not do its work. */
export const exitCodes = { fine: 0, found: 1, failed: 2 } as const

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
