import { Listr, PRESET_TIMER } from 'listr2'

/** Tells what a step is at: a short sentence that replaces the one before. */
export type Report = (message: string) => void

/** One line of the display. `run` returns the title to show from then on, if it changes. */
export type Step = Readonly<{
  title: string
  /** In a log, every report is worth a line (usually: one now and then). */
  lines?: boolean
  run(report: Report): Promise<unknown>
}>

/**
 * Runs steps one after the other and shows how far they are: a moving display, or plain lines with an update now and then, for
 * logs. An error ends it and is thrown.
 */
export const runSteps = async (steps: readonly Step[], plain: boolean): Promise<void> => {
  const failures: unknown[] = []
  const tasks = steps.map((step) => ({ title: step.title, task: taskOf(step, plain, failures) }))
  const timer = PRESET_TIMER
  // the display must not end the process at a signal: what runs wants to clean up
  const shared = { registerSignalListeners: false }
  const listr = plain
    ? new Listr(tasks, { ...shared, renderer: 'simple', rendererOptions: { timer } })
    : new Listr(tasks, { ...shared, renderer: 'default', rendererOptions: { timer, showErrorMessage: false } })
  await listr.run().catch((error: unknown) => {
    throw failures[0] ?? error
  })
}

type Task = { output: string; title: string }

const taskOf =
  ({ title, lines, run }: Step, plain: boolean, failures: unknown[]) =>
  async (_: unknown, task: Task): Promise<void> => {
    const report = throttled(plain ? (lines ? 0 : 15_000) : 100, (message) => {
      if (plain) task.output = firstLine(message)
      else task.title = [title, ...message.split('\n')].join('\n  ')
    })
    try {
      const better = await run(report)
      task.title = typeof better === 'string' ? better : title
    } catch (error) {
      task.title = title
      failures.push(error)
      // the whole of it is for whoever catches it
      throw new Error(firstLine(error instanceof Error ? error.message : String(error)))
    }
  }

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

const throttled = (everyMs: number, report: Report): Report => {
  let last = Number.NEGATIVE_INFINITY
  return (message) => {
    const now = performance.now()
    if (now - last < everyMs) return
    last = now
    report(message)
  }
}
