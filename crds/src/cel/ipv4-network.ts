/** An IPv4 network, as the CEL library of Kubernetes has it. `address` is the 32-bit number, `bits` the prefix length. */
export class Ipv4Network {
  readonly address: number
  readonly bits: number

  constructor(address: number, bits: number) {
    this.address = address
    this.bits = bits
  }
}

/**
 * Reads `a.b.c.d/n` as Go's netip.ParsePrefix does: no leading zeros, nothing left out. `undefined` when it is not one.
 *
 * IPv6 is left out on purpose: wherever the contract takes a network, it must be IPv4.
 */
export function parseIpv4Network(text: string): Ipv4Network | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (!match) return undefined
  const [bits = '', ...octets] = [match[5], match[1], match[2], match[3], match[4]]
  const numbers = [bits, ...octets].map((part) => plainNumber(part ?? ''))
  if (numbers.some((number) => number === undefined || number > 255) || Number(bits) > 32) return undefined
  const [, a = 0, b = 0, c = 0, d = 0] = numbers
  return new Ipv4Network(((a << 24) | (b << 16) | (c << 8) | d) >>> 0, Number(bits))
}

/** The network without host bits. */
export function masked({ address, bits }: Ipv4Network): Ipv4Network {
  return new Ipv4Network(bits === 0 ? 0 : (address & (0xffffffff << (32 - bits))) >>> 0, bits)
}

/** Does the first network hold every address of the second? */
export function contains(outer: Ipv4Network, inner: Ipv4Network): boolean {
  return (
    inner.bits >= outer.bits && masked(new Ipv4Network(inner.address, outer.bits)).address === masked(outer).address
  )
}

function plainNumber(text: string): number | undefined {
  return text === String(Number(text)) ? Number(text) : undefined
}
