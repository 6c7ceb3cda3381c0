import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test.each([
  { why: 'asked for', env: { TASKPLATFORM_CACHE: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' }, cache: '/c' },
  { why: 'of the desktop', env: { XDG_CACHE_HOME: '/x', HOME: '/h' }, cache: '/x/taskplatform' },
  { why: 'of the home folder', env: { HOME: '/h' }, cache: '/h/.cache/taskplatform' },
  { why: 'not a relative one', env: { XDG_CACHE_HOME: 'x', HOME: '/h' }, cache: '/h/.cache/taskplatform' },
])('the cache is the one $why', ({ env, cache }) => expect(readConfig(env).cache).toBe(cache))

test('zero is a time scale, nothing is none', () => {
  expect(readConfig({ TIME_SCALE: '0' }).timeScale).toBe(0)
  expect(readConfig({}).timeScale).toBeUndefined()
})

test('parts see no credentials and no proxies of the user', () => {
  const { partEnv } = readConfig({ PATH: '/bin', HOME: '/h', AWS_SECRET_ACCESS_KEY: 's', HTTPS_PROXY: 'http://p' })
  expect(partEnv).toEqual({ PATH: '/bin', HOME: '/h' })
})
