const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const minutesOfWeek = 7 * 24 * 60

/**
 * Whether a daily window (`18:00-18:30`) and a weekly one (`sun:18:30-sun:19:30`), both UTC, have a minute in common.
 * Windows that cannot be read overlap nothing.
 */
export const overlap = (daily: string, weekly: string): boolean => {
  const [weekStart, weekEnd] = weekly.split('-').map(minuteOfWeek)
  const [dayStart, dayEnd] = daily.split('-').map(minuteOfDay)
  if ([weekStart, weekEnd, dayStart, dayEnd].some((minute) => minute === undefined || Number.isNaN(minute)))
    return false
  const length = spanOf(weekStart as number, weekEnd as number, minutesOfWeek)
  const dayLength = spanOf(dayStart as number, dayEnd as number, 24 * 60)
  return days.some((_, day) => {
    const start = day * 24 * 60 + (dayStart as number)
    return distance(weekStart as number, start) < length || distance(start, weekStart as number) < dayLength
  })
}

/** How far it is from one minute of the week to another, forwards. */
const distance = (from: number, to: number): number => (((to - from) % minutesOfWeek) + minutesOfWeek) % minutesOfWeek

const spanOf = (start: number, end: number, of: number): number => (((end - start) % of) + of) % of

const minuteOfDay = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN)
}

const minuteOfWeek = (time: string): number => {
  const [day = '', ...clock] = time.toLowerCase().split(':')
  return days.includes(day) ? days.indexOf(day) * 24 * 60 + minuteOfDay(clock.join(':')) : Number.NaN
}
