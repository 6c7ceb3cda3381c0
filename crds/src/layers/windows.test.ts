import { expect, test } from 'vitest'
import { parsePlatformCacheSpec, parsePlatformDatabaseSpec } from '../contract.ts'

const where = { region: 'ap-northeast-1', vpcId: 'vpc-0a1b', subnetIds: ['subnet-0a', 'subnet-0c'] }

const complaints = (backupWindow: string, maintenanceWindow: string) => {
  const parsed = parsePlatformDatabaseSpec({ ...where, backupWindow, maintenanceWindow })
  return parsed.ok ? [] : parsed.issues.map(({ message }) => message.split(' ').slice(0, 6).join(' '))
}

const overlap = 'backupWindow and maintenanceWindow must not overlap'
const short = 'backupWindow must be at least 30'

test.each([
  { why: 'apart', backup: '16:00-17:00', maintenance: 'sun:18:00-sun:19:00', says: [] },
  { why: 'one after the other', backup: '16:00-17:00', maintenance: 'sun:17:00-sun:18:00', says: [] },
  { why: 'the other after the one', backup: '18:00-18:30', maintenance: 'sun:17:00-sun:18:00', says: [] },
  { why: 'the same time', backup: '18:00-19:00', maintenance: 'sun:18:00-sun:19:00', says: [overlap] },
  {
    why: 'a backup that begins in maintenance',
    backup: '18:30-19:30',
    maintenance: 'sun:18:00-sun:19:00',
    says: [overlap],
  },
  {
    why: 'a backup that ends in maintenance',
    backup: '17:30-18:30',
    maintenance: 'sun:18:00-sun:19:00',
    says: [overlap],
  },
  { why: 'a backup within maintenance', backup: '18:30-19:00', maintenance: 'sun:18:00-sun:22:00', says: [overlap] },
  { why: 'a backup around midnight, apart', backup: '23:30-00:30', maintenance: 'sun:00:30-sun:01:30', says: [] },
  {
    why: 'a backup over midnight into maintenance',
    backup: '23:30-00:30',
    maintenance: 'sun:00:00-sun:01:00',
    says: [overlap],
  },
  {
    why: 'maintenance over midnight into a backup',
    backup: '00:00-00:30',
    maintenance: 'sat:23:30-sun:00:30',
    says: [overlap],
  },
  { why: 'half an hour is enough', backup: '16:00-16:30', maintenance: 'sun:18:00-sun:19:00', says: [] },
  { why: 'a minute less is not', backup: '16:00-16:29', maintenance: 'sun:18:00-sun:19:00', says: [short] },
])('$why: $backup and $maintenance', ({ backup, maintenance, says }) =>
  expect(complaints(backup, maintenance)).toEqual(says),
)

test('ElastiCache wants an hour for its snapshot', () =>
  expect(parsePlatformCacheSpec({ ...where, snapshotWindow: '15:00-15:59' })).toMatchObject({
    ok: false,
    issues: [{ path: 'spec', message: 'snapshotWindow must be at least 60 minutes long' }],
  }))
