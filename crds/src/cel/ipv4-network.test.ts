import { expect, test } from 'vitest'
import { contains, type Ipv4Network, masked, parseIpv4Network } from './ipv4-network.ts'

test.each([
  { text: '10.0.0.0/16', network: { address: 0x0a000000, bits: 16 } },
  { text: '255.255.255.255/32', network: { address: 0xffffffff, bits: 32 } },
  { text: '0.0.0.0/0', network: { address: 0, bits: 0 } },
])('$text is a network', ({ text, network }) => expect(parseIpv4Network(text)).toEqual(network))

test.each([
  '010.0.0.0/8',
  '10.0.0.0/08',
  '10.0.0.0/33',
  '256.0.0.0/8',
  '10.0.0/8',
  '10.0.0.0',
  '10.0.0.0/8\n',
  '::/0',
  '',
])('%j is none', (text) => expect(parseIpv4Network(text)).toBeUndefined())

test.each([
  { outer: '10.0.0.0/8', inner: '10.255.0.0/16', result: true },
  { outer: '10.0.0.0/8', inner: '10.0.0.0/8', result: true },
  { outer: '10.0.0.0/16', inner: '10.1.0.0/16', result: false },
  { outer: '10.1.0.0/16', inner: '10.0.0.0/8', result: false },
  { outer: '0.0.0.0/0', inner: '192.168.0.0/16', result: true },
  { outer: '192.168.5.0/16', inner: '192.168.77.0/24', result: true },
])('$outer holds $inner: $result', ({ outer, inner, result }) =>
  expect(contains(read(outer), read(inner))).toBe(result),
)

test('masking removes the host bits', () => expect(masked(read('192.168.7.9/20'))).toEqual(read('192.168.0.0/20')))

function read(text: string): Ipv4Network {
  const network = parseIpv4Network(text)
  if (!network) throw new Error(`${text} is not a network`)
  return network
}
