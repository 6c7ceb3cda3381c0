/** When AWS may restart the database and the cache, and when it copies them: UTC, as the APIs of both write it. */
export type Windows = Readonly<{
  /** `ddd:hh:mm-ddd:hh:mm`, at most 22 hours: a daily backup has to find a place beside it. */
  maintenance: string
  /** `hh:mm-hh:mm`, an hour long, half an hour after the maintenance: RDS and ElastiCache refuse windows that overlap. */
  backup: string
}>

/** The window of a spec as AWS takes it. A window that is longer than AWS allows is cut at its end. */
export function awsWindows({
  day,
  startUtc,
  hours,
}: Readonly<{ day: string; startUtc: string; hours: number }>): Windows {
  const [hour = 0, minute = 0] = startUtc.split(':').map(Number)
  const start = days.indexOf(day) * minutesPerDay + hour * 60 + minute
  const end = start + Math.min(hours, longestHours) * 60
  return {
    maintenance: `${weekTime(start)}-${weekTime(end)}`,
    backup: `${dayTime(end + gapMinutes)}-${dayTime(end + gapMinutes + backupMinutes)}`,
  }
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const minutesPerDay = 24 * 60
const longestHours = 22
const gapMinutes = 30
const backupMinutes = 60

const weekTime = (minutes: number): string =>
  `${days[Math.floor(minutes / minutesPerDay) % 7]?.slice(0, 3).toLowerCase()}:${dayTime(minutes)}`

const dayTime = (minutes: number): string =>
  [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
