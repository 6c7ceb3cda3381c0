import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test.each([
  {
    why: 'nothing is said: the defaults of a pod',
    args: [],
    env: {},
    config: { httpAddress: { host: '0.0.0.0', port: 8080 }, kubeconfig: undefined, workers: 4, logLevel: 'info' },
  },
  {
    why: 'a flag overrules the environment',
    args: ['--kubeconfig', 'mine', '--http-address', '127.0.0.1:9000', '--workers', '2'],
    env: { KUBECONFIG: 'other' },
    config: { httpAddress: { host: '127.0.0.1', port: 9000 }, kubeconfig: 'mine', workers: 2, logLevel: 'info' },
  },
  { why: 'help is asked for', args: ['--help'], env: {}, config: 'help' },
])('configuration when $why', ({ args, env, config }) => expect(readConfig(args, env)).toEqual(config))

test('every fault is told at once', () => {
  expect(() => readConfig(['--http-address', 'here', '--workers', '0'], {})).toThrow(/httpAddress[\s\S]*workers/)
  expect(() => readConfig(['--wrokers', '2'], {})).toThrow(/--wrokers/)
})
