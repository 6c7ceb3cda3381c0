import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const good = { DB_CREDENTIALS_FILE: '/secrets/database', JWT_KEYS_FILE: '/secrets/jwt' }

test('what is safe is the default: TLS is verified, no origin may read, no proxy is trusted', () => {
  expect(readConfig(good)).toMatchObject({
    DB_SSLMODE: 'verify-full',
    REDIS_TLS_ENABLED: true,
    COOKIE_SECURE: true,
    CORS_ALLOWED_ORIGINS: [],
    TRUSTED_PROXIES: [],
  })
})

test.each([
  { why: 'no credentials', env: { JWT_KEYS_FILE: '/x' }, names: 'DB_CREDENTIALS_FILE' },
  { why: 'no keys', env: { DB_USER: 'x' }, names: 'JWT_KEYS_FILE' },
  { why: 'a short secret', env: { ...good, JWT_SECRET: 'short' }, names: 'JWT_SECRET' },
  { why: 'every origin', env: { ...good, CORS_ALLOWED_ORIGINS: 'https://a.example,*' }, names: 'CORS_ALLOWED_ORIGINS' },
  { why: 'a port that is none', env: { ...good, PORT: '99999' }, names: 'PORT' },
  { why: 'TLS that is not verified', env: { ...good, DB_SSLMODE: 'require' }, names: 'DB_SSLMODE' },
])('$why is refused by name', ({ env, names }) => expect(() => readConfig(env)).toThrow(names))

test('all faults are told at once, and no value is repeated', () => {
  expect(() => readConfig({ PORT: 'x', JWT_SECRET: 'hunter2' })).toThrow(/PORT.*\nJWT_SECRET/)
  expect(() => readConfig({ JWT_SECRET: 'hunter2' })).not.toThrow('hunter2')
})

test('an empty variable is one that is not set', () => {
  expect(readConfig({ ...good, PORT: '' }).PORT).toBe(8080)
})
