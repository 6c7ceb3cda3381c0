import { describe, expect, test } from 'vitest'
import { createLog } from './log.ts'
import { inReconcile } from './reconcile-context.ts'

const setUp = () => {
  const lines: Record<string, unknown>[] = []
  const log = createLog({ level: 'info', name: 'test' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  return { log, lines }
}

test('a line is JSON with its level, time and fields', () => {
  const { log, lines } = setUp()
  log.child({ place: 'acme/prod' }).info({ changed: 2 }, 'plan applied')
  log.debug('not at this level')
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-/),
      name: 'test',
      place: 'acme/prod',
      changed: 2,
      msg: 'plan applied',
    },
  ])
})

test('a line says which reconcile wrote it', () => {
  const { log, lines } = setUp()
  inReconcile({ controller: 'c', key: 'a/b', reconcileID: '1' }, () => log.info('hello'))
  expect(lines[0]).toMatchObject({ controller: 'c', key: 'a/b', reconcileID: '1' })
})

test('an error is written with its code and causes', () => {
  const { log, lines } = setUp()
  log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed')
  expect(lines[0]).toMatchObject({ err: { message: 'outer: inner', stack: expect.stringContaining('inner') } })
})

describe('secrets', () => {
  test.each([
    { why: 'a token', fields: { token: 'canary' } },
    { why: 'headers', fields: { headers: { authorization: 'canary' } } },
    { why: 'the data of a Secret', fields: { object: { data: { key: 'canary' } } } },
    { why: 'a kubeconfig two levels down', fields: { cluster: { access: { kubeconfig: 'canary' } } } },
    { why: 'a password six levels down', fields: { a: [{ b: { c: { d: [{ password: 'canary' }] } } }] } },
    { why: 'a token in the words of an error', fields: { err: new Error('refused: Bearer canary-0123456789') } },
    {
      why: 'a token in the words of its cause',
      fields: { err: new Error('outer', { cause: new Error('refused: Bearer canary-0123456789') }) },
    },
    {
      why: 'a field of an error',
      fields: { err: Object.assign(new Error('refused'), { headers: { Token: 'canary' } }) },
    },
  ])('$why is not written', ({ fields }) => {
    const { log, lines } = setUp()
    log.info(fields, 'hello')
    expect(lines).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toContain('canary')
  })
})
