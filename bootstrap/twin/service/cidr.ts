/** An IPv4 block: first address as a number, and prefix length. */
export type Cidr = Readonly<{ start: number; prefix: number }>

/** Reads `10.0.0.0/16`; bits beyond the prefix are cleared, as EC2 does. `undefined` if it is no block. */
export const parseCidr = (text: unknown): Cidr | undefined => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(text))
  if (!match) return undefined
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number)
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
  return { start: address - (address % sizeOf(prefix)), prefix }
}

/** The canonical text of a block. */
export const formatCidr = ({ start, prefix }: Cidr): string => `${formatAddress(start)}/${prefix}`

/** Dotted text of an address. */
export const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')

/** Whether `inner` lies within `outer`. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  inner.prefix >= outer.prefix && inner.start >= outer.start && inner.start < outer.start + sizeOf(outer.prefix)

/** Whether two blocks share an address: one of them then contains the other. */
export const overlaps = (a: Cidr, b: Cidr): boolean => contains(a, b) || contains(b, a)

const sizeOf = (prefix: number): number => 2 ** (32 - prefix)
