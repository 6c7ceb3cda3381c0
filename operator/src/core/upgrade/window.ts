import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'

/** The weekly window of a platform. */
export type MaintenanceWindow = NonNullable<NonNullable<TaskPlatformSpec['maintenance']>['window']>

/** Whether the window is open, and when it opens next if it is not. A window may reach over midnight and the end of the week. */
export function windowAt({ day, startUtc, hours }: MaintenanceWindow, now: Date): WindowState {
  const [hour = 0, minute = 0] = startUtc.split(':').map(Number)
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute)
  const daysAhead = (days.indexOf(day) - now.getUTCDay() + 7) % 7
  const next = start + daysAhead * dayMs
  const latest = next <= now.getTime() ? next : next - 7 * dayMs
  if (now.getTime() < latest + hours * hourMs) return { open: true }
  return { open: false, opens: new Date(latest + 7 * dayMs) }
}

/** The window in words: `Sunday 18:00 UTC, 4 hours`. */
export const windowText = ({ day, startUtc, hours }: MaintenanceWindow): string =>
  `${day} ${startUtc} UTC, ${hours} ${hours === 1 ? 'hour' : 'hours'}`

type WindowState = Readonly<{ open: true } | { open: false; opens: Date }>

// as Date counts them
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
