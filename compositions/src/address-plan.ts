/** Parts of the network by who may reach whom: from the internet, to the internet, neither. */
export type Tier = 'public' | 'private' | 'data'

/** Place of a zone in the plan: its index in the list of zones, which only grows. */
export type Place = 0 | 1 | 2

/** The places of the plan. */
export const places: readonly Place[] = [0, 1, 2]

/**
 * Address range of a subnet. For a VPC of /n the quarters 0 to 2 (/n+2) are the private subnets of zones 0 to 2; the last quarter
 * is cut into four slots, and slot i into the public and the data subnet (/n+5) of zone i. The last slot is spare.
 *
 * Nothing depends on how many zones are used, so that adding one moves nothing. Nodes and pods live in the private subnets:
 * 16,382 addresses each in a /16, 1,019 in a /20.
 */
export const subnetCidr = (vpcCidr: string, tier: Tier, place: Place): string => {
  const vpc = parseCidr(vpcCidr)
  if (tier === 'private') return print(part(vpc, 2, place))
  const slot = part(part(vpc, 2, 3), 2, place)
  return print(part(slot, 1, tier === 'public' ? 0 : 1))
}

type Range = Readonly<{ first: number; prefix: number }>

/** Reads an address range such as 10.0.0.0/16; it has been judged by the schema before. */
const parseCidr = (cidr: string): Range => {
  const [address = '', prefix = ''] = cidr.split('/')
  return { first: address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0), prefix: Number(prefix) }
}

const part = ({ first, prefix }: Range, bits: number, index: number): Range => ({
  first: first + index * 2 ** (32 - prefix - bits),
  prefix: prefix + bits,
})

const print = ({ first, prefix }: Range): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`
