import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'

/** Judges backup and maintenance windows (UTC): at least half an hour each, and apart from each other. */
export const windowsFit = (args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => retentionFits(args['backupRetentionPeriod']),
    () => backupFits(args['backupWindow']),
    () => maintenanceFits(args['maintenanceWindow']),
    () => apart(args),
  )

/** The windows of an instance: AWS chooses what is not given, apart from the other. */
export const windowsOf = ({ backupWindow, maintenanceWindow }: Attributes): Attributes => ({
  backupWindow: backupWindow ?? halfHour(hourOf(maintenanceWindow, 4) + 12),
  maintenanceWindow: maintenanceWindow ?? halfHour(hourOf(backupWindow, 16) + 12, 'sun:'),
})

const halfHour = (hour: number, day = ''): string => {
  const text = String(hour % 24).padStart(2, '0')
  return `${day}${text}:00-${day}${text}:30`
}

const hourOf = (window: unknown, otherwise: number): number =>
  window === undefined ? otherwise : Number(/(\d\d):\d\d-/.exec(String(window))?.[1] ?? otherwise)

const retentionFits = (days: unknown): Refusal | undefined =>
  Number(days) >= 0 && Number(days) <= 35
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `Invalid backup retention period: ${days}. Retention period must be between 0 and 35.`,
      )

const backupFits = (window: unknown): Refusal | undefined =>
  lengthOf(/^(\d\d:\d\d)-(\d\d:\d\d)$/, window) >= 30
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `Invalid backup window format: ${window}. Should be specified as a range hh24:mi-hh24:mi (24H Clock UTC), at least 30 minutes long.`,
      )

const maintenanceFits = (window: unknown): Refusal | undefined =>
  lengthOf(maintenancePattern, window) >= 30
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `Invalid maintenance window format: ${window}. Should be specified as a range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC), at least 30 minutes long.`,
      )

const maintenancePattern = /^((?:mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d)-((?:mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d)$/

const apart = ({ backupWindow, maintenanceWindow }: Attributes): Refusal | undefined => {
  const backup = rangeOf(/^(\d\d:\d\d)-(\d\d:\d\d)$/, backupWindow)
  const maintenance = rangeOf(maintenancePattern, maintenanceWindow)
  if (!backup || !maintenance) return undefined
  // the backup comes every day, the one before and after the week included
  const days = Array.from({ length: 9 }, (_, day) => (day - 1) * minutesOfDay)
  const overlap = days.some((day) => day + backup.from < maintenance.to && maintenance.from < day + backup.to)
  return overlap
    ? refuse('InvalidParameterValue', 'The backup window and maintenance window must not overlap.')
    : undefined
}

const lengthOf = (pattern: RegExp, window: unknown): number => {
  const range = rangeOf(pattern, window)
  return range ? range.to - range.from : 0
}

/** Minutes from the beginning of the week, or of the day for a window without days. */
const rangeOf = (pattern: RegExp, window: unknown): { from: number; to: number } | undefined => {
  const [, begin, end] = pattern.exec(String(window ?? '').toLowerCase()) ?? []
  if (!begin || !end) return undefined
  const [from, to] = [minutesOf(begin), minutesOf(end)]
  const round = begin.length > 5 ? 7 * minutesOfDay : minutesOfDay
  return { from, to: to > from ? to : to + round }
}

const minutesOfDay = 24 * 60

const minutesOf = (text: string): number => {
  const [minutes = '0', hours = '0', day] = text.split(':').reverse()
  return (day ? weekdays.indexOf(day) * minutesOfDay : 0) + Number(hours) * 60 + Number(minutes)
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
