import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What a new id depends on: the same account, owner and turn give the same id, so that runs can be compared. */
export type IdSeed = Readonly<{
  seed: string
  /** `Kind/namespace/name` of who asks. */
  owner: string
  /** How many resources the owner had before. */
  turn: number
}>

/** An id as EC2 writes it: prefix and 17 hexadecimal digits. */
export const ec2Id = (prefix: string, from: IdSeed): string =>
  derivedId(prefix, `${from.seed}/${from.owner}/${from.turn}`)

/** The id of something that comes with another resource, such as the default security group of a VPC. */
export const derivedId = (prefix: string, from: string): string => `${prefix}-0${digits(`${prefix}:${from}`, 16)}`

/** An id as KMS writes it. */
export const uuidFrom = (from: string): string => {
  const hex = digits(from, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}

/** Upper case letters and digits, as in the unique ids of IAM. */
export const iamUniqueId = (prefix: string, from: string): string =>
  `${prefix}${BigInt(`0x${digits(from, 32)}`)
    .toString(32)
    .toUpperCase()
    .slice(0, 17)}`

/** An id in upper case with 26 letters and digits, as RDS gives to instances: `db-ABC...`. */
export const awsId = (prefix: string, { seed, owner, turn }: IdSeed): string =>
  `${prefix}-${BigInt(`0x${digits(`${seed}/${owner}/${turn}`, 40)}`)
    .toString(36)
    .toUpperCase()
    .padStart(26, '0')
    .slice(0, 26)}`

/** How the provider's library shortens a text within an id it makes up itself. */
export const checksum = (text: string): string => String(crc32(text))

/** An address of the range for benchmarks (RFC 2544), which belongs to nobody. */
export const publicAddress = (from: string): string => {
  const number = Number.parseInt(digits(from, 8), 16)
  return `198.${18 + (number % 2)}.${(number >> 1) & 255}.${(number >> 9) & 255}`
}

/** So many hexadecimal digits that follow from a text. */
export const digits = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)
