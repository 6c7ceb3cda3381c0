import { expect, test } from 'vitest'
import { useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import type { RemoteClusters } from '../remote/clusters.ts'
import { kubeconfigIn, workloadClustersOf } from './workload-clusters.ts'

const given = useFakeApiServer()
const path = '/api/v1/namespaces/team/secrets/tasks-cluster-kubeconfig'
const read = () => kubeconfigIn(given.connection.client)('team/tasks', 'tasks-cluster-kubeconfig', given.signal)

test('a kubeconfig is read by its name alone, beside its platform', async () => {
  given.server.history.put(path, {
    metadata: {},
    data: { kubeconfig: Buffer.from('text').toString('base64') },
  } as object)
  expect(await read()).toBe('text')
  expect(given.server.requests.map(({ method, path: where }) => `${method} ${where}`)).toEqual([`GET ${path}`])
})

test('a Secret that is not there is none, and one without a kubeconfig says what to do', async () => {
  expect(await read()).toBeUndefined()
  given.server.history.put(path, { metadata: {}, data: { other: 'c2VjcmV0' } } as object)
  await expect(read()).rejects.toThrow(
    'Secret team/tasks-cluster-kubeconfig has no key "kubeconfig": delete it, and it is made again',
  )
})

test('a platform without a kubeconfig waits, and nothing is held for it', () => {
  const forgotten: string[] = []
  const remote: RemoteClusters = {
    reach: () => ({ state: 'Reachable', message: '', since: 1 }),
    forget: (key) => forgotten.push(key),
    use: async () => undefined,
    close: async () => {},
  }
  const clusters = workloadClustersOf(remote, { now: () => 5 })
  const tasks = { namespace: 'team', name: 'tasks' }
  expect(clusters.reach(tasks, undefined)).toEqual({ state: 'Waiting', message: '', since: 5 })
  expect(forgotten).toEqual(['team/tasks'])
  expect(clusters.reach(tasks, 'kubeconfig').state).toBe('Reachable')
})
