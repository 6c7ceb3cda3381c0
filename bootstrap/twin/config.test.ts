import { expect, test } from 'vitest'
import { backendEnvironment, readConfig } from './config.ts'

const required = ['--kubeconfig=k', '--state-dir=d']

test('defaults are those of a real account', () => {
  expect(readConfig(required)).toEqual({
    kubeconfig: 'k',
    stateDir: 'd',
    timeScale: 1,
    healthAddress: { host: '127.0.0.1', port: 8082 },
    backends: [],
    programs: {},
    logLevel: 'info',
  })
})

test.each([
  { why: 'every fault is listed at once', args: [], says: /kubeconfig: is required.*\nstateDir: is required/ },
  { why: 'time does not run backwards', args: [...required, '--time-scale=-1'], says: /timeScale/ },
  { why: 'an address has a port', args: [...required, '--health-address=localhost'], says: /must be HOST:PORT/ },
  { why: 'flags are known', args: ['--kubeconfg=k'], says: /kubeconfg/ },
])('$why', ({ args, says }) => {
  expect(() => readConfig(args)).toThrow(says)
})

test('backends and their programs are named', () => {
  const args = ['--backends=clusters,caches', '--program=etcd=/opt/etcd', '--program=kwok=/opt/kwok']
  expect(readConfig([...required, ...args])).toMatchObject({
    backends: ['clusters', 'caches'],
    programs: { etcd: '/opt/etcd', kwok: '/opt/kwok' },
  })
})

test('programs of backends see nothing of the environment but the usual and the marks', () => {
  const env = { PATH: '/bin', TASKPLATFORM_LOCAL_STATE: '/s', AWS_SECRET_ACCESS_KEY: 'x', HTTPS_PROXY: 'y' }
  expect(backendEnvironment(env)).toEqual({ PATH: '/bin', TASKPLATFORM_LOCAL_STATE: '/s' })
})
