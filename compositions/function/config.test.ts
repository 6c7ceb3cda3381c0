import { expect, test } from 'vitest'
import { functionConfig, splitAddress } from './config.ts'

test('the defaults are those of a function in a cluster', () =>
  expect(functionConfig([])).toEqual({
    address: '0.0.0.0:9443',
    certificateFolder: '/tls/server',
    healthAddress: '0.0.0.0:8080',
    logLevel: 'info',
  }))

test('only --insecure turns TLS off', () => expect(functionConfig(['--insecure']).certificateFolder).toBeUndefined())

test.each([
  { why: 'a flag that nobody knows', args: ['--adress=127.0.0.1:1'], says: /--adress.*See --help/ },
  { why: 'an address without a port', args: ['--address=localhost'], says: /--address is localhost.*host:port/ },
  { why: 'a port that does not exist', args: ['--health-address=localhost:70000'], says: /--health-address/ },
  { why: 'a level that nobody knows', args: ['--log-level=loud'], says: /--log-level is loud/ },
])('$why is refused with the cure', ({ args, says }) => expect(() => functionConfig(args)).toThrow(says))

test.each([
  { address: '127.0.0.1:9443', host: '127.0.0.1', port: 9443 },
  { address: '[::1]:0', host: '::1', port: 0 },
])('$address is $host and $port', ({ address, host, port }) => expect(splitAddress(address)).toEqual({ host, port }))
