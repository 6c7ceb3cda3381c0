import { text } from '../fields.ts'
import type { Rule } from '../rule.ts'

const time = '([01][0-9]|2[0-3]):[0-5][0-9]'
const day = '(mon|tue|wed|thu|fri|sat|sun)'

/** A daily window in UTC, as RDS and ElastiCache write it: `16:00-17:00`. */
export const dailyWindow = text({
  min: 11,
  max: 11,
  pattern: new RegExp(`^${time}-${time}$`),
  examples: ['16:00-17:00', '23:30-00:30'],
})

/** A weekly window in UTC, as RDS and ElastiCache write it: `sun:18:00-sun:19:00`. */
export const weeklyWindow = text({
  min: 19,
  max: 19,
  pattern: new RegExp(`^${day}:${time}-${day}:${time}$`),
  examples: ['sun:18:00-sun:19:00', 'sat:23:30-sun:00:30'],
})

/** AWS refuses a daily window that is shorter than this, or that the weekly one touches at that time of day. */
export const windowRules = (daily: string, weekly: string, { minutes }: { minutes: number }): Rule[] => {
  const [dailyStart, dailyEnd] = [minuteOf(daily, 0), minuteOf(daily, 6)]
  const [weeklyStart, weeklyEnd] = [minuteOf(weekly, 4), minuteOf(weekly, 14)]
  return [
    {
      rule: `${minutesFrom(dailyStart, dailyEnd)} >= ${minutes}`,
      message: `${daily} must be at least ${minutes} minutes long`,
    },
    {
      rule: `${minutesFrom(dailyStart, weeklyStart)} >= ${minutesFrom(dailyStart, dailyEnd)} && ${minutesFrom(weeklyStart, dailyStart)} >= ${minutesFrom(weeklyStart, weeklyEnd)}`,
      message: `${daily} and ${weekly} must not overlap at any time of day: move one of them`,
    },
  ]
}

/** CEL: minute of the day at which `hh:mm` stands in the window. */
const minuteOf = (window: string, at: number): string =>
  `(int(self.${window}.substring(${at}, ${at + 2})) * 60 + int(self.${window}.substring(${at + 3}, ${at + 5})))`

/** CEL: minutes that go by from one time of day to the other, over midnight where it comes first. */
const minutesFrom = (start: string, end: string): string => `(${end} - ${start} + 1440) % 1440`
