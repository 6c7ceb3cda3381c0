import { describe, expect, test } from 'vitest'
import { memoryVault } from '../service/vault.ts'
import { testAccount } from '../test/test-account.ts'
import { answerControl } from './control.ts'

const ask = (aws: ReturnType<typeof testAccount>, method: string, path: string, body: unknown = '') =>
  answerControl(
    { ...aws, vault: memoryVault(), authorityOf: async () => undefined },
    { method, path, body: body === '' ? '' : JSON.stringify(body) },
  )

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

  test('an image is pushed once under an immutable tag, and keeps its repository', async () => {
    const aws = testAccount()
    const repository = await aws.make('Repository', { imageTagMutability: 'IMMUTABLE' }, 'team/api')
    const push = () => ask(aws, 'POST', '/aws/images/ap-northeast-1/team/api', { tag: '1.0' })
    expect(await push()).toMatchObject({ status: 201 })
    expect(await push()).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('ImageTagAlreadyExists') },
    })
    expect(await aws.remove(repository)).toMatchObject({ code: 'RepositoryNotEmptyException' })
  })

  test('a secret is told to whoever asks for it by name', async () => {
    const aws = testAccount()
    const vault = memoryVault()
    const secret = await aws.make('Secret', { name: 'app' })
    await aws.make('SecretVersion', { secretId: secret.id, secretString: await vault.seal('hidden') })
    const get = (name: string) =>
      answerControl(
        { ...aws, vault, authorityOf: async () => undefined },
        { method: 'GET', path: `/aws/secrets/ap-northeast-1/${name}`, body: '' },
      )
    expect(await get('app')).toMatchObject({ status: 200, body: { SecretString: 'hidden' } })
    expect(await get('other')).toMatchObject({ status: 404 })
  })

  test('something that others made is in the way', async () => {
    const aws = testAccount()
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
    const eni = { subnetId: 'subnet-0', vpcId: vpc.id, securityGroups: [], isPublic: false }
    expect(await ask(aws, 'PUT', '/aws/resources/NetworkInterface/ap-northeast-1/eni-1', eni)).toMatchObject({
      status: 201,
    })
    expect(await aws.remove(vpc)).toMatchObject({ code: 'DependencyViolation' })
  })
})
