import { expect, test } from 'vitest'
import { awsWindows } from './maintenance-windows.ts'

test.each([
  {
    why: 'of the profiles',
    window: { day: 'Sunday', startUtc: '18:00', hours: 4 },
    windows: { maintenance: 'sun:18:00-sun:22:00', backup: '22:30-23:30' },
  },
  {
    why: 'that crosses midnight',
    window: { day: 'Wednesday', startUtc: '22:15', hours: 3 },
    windows: { maintenance: 'wed:22:15-thu:01:15', backup: '01:45-02:45' },
  },
  {
    why: 'that ends with the week',
    window: { day: 'Sunday', startUtc: '23:00', hours: 1 },
    windows: { maintenance: 'sun:23:00-mon:00:00', backup: '00:30-01:30' },
  },
  {
    why: 'of a whole day, which leaves no room for a backup: cut to 22 hours',
    window: { day: 'Saturday', startUtc: '06:00', hours: 24 },
    windows: { maintenance: 'sat:06:00-sun:04:00', backup: '04:30-05:30' },
  },
])('a window $why', ({ window, windows }) => expect(awsWindows(window)).toEqual(windows))

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const lengths = Array.from({ length: 24 }, (_, index) => index + 1)

test.each(lengths)('a daily backup never meets a maintenance of %i hours, whenever that starts', (hours) => {
  for (const day of days) {
    for (const startUtc of ['00:00', '05:59', '12:30', '23:59']) {
      const { maintenance, backup } = awsWindows({ day, startUtc, hours })
      expect(minutesBetween(maintenance)).toBeLessThanOrEqual(22 * 60)
      expect(overlaps(maintenance, backup)).toBe(false)
    }
  }
})

const minutesOfDay = (text: string): number => {
  const [hour = 0, minute = 0] = text.split(':').slice(-2).map(Number)
  return hour * 60 + minute
}

/** Judged on the clock of one day, as a backup is made every day. */
function overlaps(maintenance: string, backup: string): boolean {
  const [from = '', to = ''] = backup.split('-')
  const start = minutesOfDay(maintenance.split('-')[0] ?? '')
  const place = (text: string) => (minutesOfDay(text) - start + 24 * 60) % (24 * 60)
  return place(from) < minutesBetween(maintenance) || place(to) < place(from)
}

function minutesBetween(maintenance: string): number {
  const [from = '', to = ''] = maintenance.split('-')
  return (minutesOfDay(to) - minutesOfDay(from) + 24 * 60) % (24 * 60)
}
