import { describe, expect, test } from 'vitest'
import type { Kind } from '../service/kind.ts'
import { createMemoryCluster } from '../test/memory-cluster.ts'
import { kindOf, testAccount } from '../test/test-account.ts'
import { testProvider } from '../test/test-provider.ts'
import { reconcileManaged } from './reconcile.ts'

const { signal } = new AbortController()
const password = 'do-not-tell'

const world = () => {
  const aws = testAccount()
  const cluster = createMemoryCluster()
  const vpc: Kind = {
    ...kindOf('VPC'),
    connection: (_world, { id }, { word = password }) => ({ id, password: word }),
  }
  const provider = testProvider(aws, cluster, { kinds: new Map([['VPC', vpc]]) })
  cluster.put(vpc, 'v', {
    forProvider: { region: 'ap-northeast-1', cidrBlock: '10.0.0.0/16' },
    writeConnectionSecretToRef: { name: 'v-connection' },
  })
  return { ...aws, cluster, look: () => reconcileManaged(provider)('VPC/ns/v', signal) }
}

const text = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString()

describe('a connection secret', () => {
  test('stands beside its object, belongs to it, and is written once', async () => {
    const { cluster, look } = world()
    await look()
    const secret = cluster.readSecret('v-connection')
    expect(secret).toMatchObject({
      type: 'connection.crossplane.io/v1alpha1',
      metadata: { namespace: 'ns', ownerReferences: [{ kind: 'VPC', name: 'v', uid: 'uid-VPC-v', controller: true }] },
    })
    expect(text(secret?.data?.['password'])).toBe(password)
    cluster.takeWrites()
    await look()
    expect(cluster.takeWrites()).toEqual([])
  })

  test('is written again when somebody emptied it', async () => {
    const { cluster, look } = world()
    await look()
    const secret = cluster.readSecret('v-connection')
    if (secret) cluster.putSecret({ ...secret, data: {} })
    cluster.takeWrites()
    await look()
    expect(cluster.takeWrites()).toEqual(['secret v-connection'])
  })

  test.each([
    {
      why: 'of somebody else is left alone',
      there: { type: 'Opaque', owners: [] },
      says: 'refusing to modify uncontrolled secret of type "Opaque"',
    },
    {
      why: 'of another object is left alone',
      there: { type: 'connection.crossplane.io/v1alpha1', owners: [{ uid: 'other', controller: true }] },
      says: 'existing secret is not controlled by UID "uid-VPC-v"',
    },
  ])('$why', async ({ there: { type, owners }, says }) => {
    const { cluster, look } = world()
    const metadata = { name: 'v-connection', namespace: 'ns', ownerReferences: owners }
    const theirs = { apiVersion: 'v1', kind: 'Secret', metadata, type, data: { mine: 'x' } }
    cluster.putSecret(theirs)
    await look()
    expect(cluster.readSecret('v-connection')).toBe(theirs)
    const conditions = cluster.read('VPC', 'v')?.status?.conditions
    expect(conditions?.find((condition) => condition.type === 'Synced')?.message).toBe(
      `cannot create or update connection secret: ${says}`,
    )
  })

  test('leaves no trace of its content elsewhere', async () => {
    const { cluster, look, entries } = world()
    await look()
    expect(JSON.stringify([cluster.read('VPC', 'v'), entries])).not.toContain(password)
  })
})
