import { describe, expect, test } from 'vitest'
import { testAccount } from '../test/test-account.ts'
import { answerControl } from './control.ts'

const ask = (aws: ReturnType<typeof testAccount>, method: string, path: string, body: unknown = '') =>
  answerControl(aws, { method, path, body: body === '' ? '' : JSON.stringify(body) })

describe('requests from outside', () => {
  test.each([
    { why: 'other paths are not ours', method: 'GET', path: '/healthz', body: '', status: undefined },
    { why: 'faults are set', method: 'PUT', path: '/faults', body: [{ type: 'stuck', kind: 'VPC' }], status: 200 },
    { why: 'an unknown fault is refused', method: 'PUT', path: '/faults', body: [{ type: 'flood' }], status: 400 },
    { why: 'faults are not posted', method: 'POST', path: '/faults', body: '', status: 405 },
    {
      why: 'what is not there cannot be deleted',
      method: 'DELETE',
      path: '/aws/resources/VPC/r/vpc-0',
      body: '',
      status: 404,
    },
    { why: 'a list cannot be deleted', method: 'DELETE', path: '/aws/resources', body: '', status: 405 },
    { why: 'attributes are an object', method: 'PATCH', path: '/aws/resources/VPC/r/vpc-0', body: [], status: 400 },
  ])('$why', async ({ method, path, body, status }) => {
    expect((await ask(testAccount(), method, path, body))?.status).toBe(status)
  })

  test('a name with slashes is found', async () => {
    const aws = testAccount()
    await aws.make('Group', {}, '/a/b')
    expect(await ask(aws, 'DELETE', '/aws/resources/Group/ap-northeast-1//a/b')).toMatchObject({ status: 200 })
    expect(aws.account.list()).toEqual([])
  })
})
