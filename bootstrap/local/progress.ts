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
  const tasks = steps.map(({ title, lines, run }) => ({
    title,
    task: async (_: unknown, task: { output: string; title: string }) => {
      const report = throttled(plain ? (lines ? 0 : 15_000) : 100, (message) => {
        task.output = message
      })
      const better = await run(report)
      if (typeof better === 'string') task.title = better
    },
  }))
  const options = { timer: PRESET_TIMER }
  const listr = plain
    ? new Listr(tasks, { renderer: 'simple', rendererOptions: options })
    : new Listr(tasks, {
        renderer: 'default',
        rendererOptions: { ...options, collapseErrors: false, showErrorMessage: false },
      })
  await listr.run()
}

const throttled = (everyMs: number, report: Report): Report => {
  let last = Number.NEGATIVE_INFINITY
  return (message) => {
    const now = performance.now()
    if (now - last < everyMs) return
    last = now
    report(message)
  }
}
