import { createHash } from 'node:crypto'

/** What tells one composite from all others in a management cluster. */
export type Owner = Readonly<{ namespace: string; name: string }>

/** Name of a managed resource: that of its composite and its key, at most 63 characters. The namespace is the composite's. */
export const resourceName = (owner: Owner, key: string): string => bounded(`${owner.name}-${key}`, 63)

/**
 * Name in AWS where names are ours to choose and shared by a whole account, IAM's for example. A namespace has no dot, so
 * two composites never meet in one name.
 */
export const awsName = ({ namespace, name }: Owner, suffix: string, { max }: { max: number }): string =>
  bounded(`${namespace}.${name}.${suffix}`, max)

/** Name of a log group; CloudWatch Logs allows 512 characters. */
export const logGroupName = ({ namespace, name }: Owner, suffix: string): string =>
  bounded(`/taskplatform/${namespace}/${name}/${suffix}`, 512)

/**
 * Name for services that take only lower-case letters, digits and single hyphens: EKS, RDS, ElastiCache, load balancers, buckets.
 * It always ends in a hash of all that it is made from, because a hyphen alone does not tell `a-b` in `c` from `b` in `c-a`.
 * `salt` tells apart what else must differ, for example the account and region of a bucket.
 */
export const hyphenName = (
  { namespace, name }: Owner,
  { max, suffix = '', salt = '' }: Readonly<{ max: number; suffix?: string; salt?: string }>,
): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([namespace, name, suffix, salt]))
    .digest('hex')
    .slice(0, 8)
  const readable = ['tp', namespace, name, suffix].filter(Boolean).join('-')
  const plain = readable.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${plain.slice(0, max - hash.length - 1).replace(/-+$/, '')}-${hash}`
}

/** The text if it fits, else its beginning and a hash of all of it, so that different texts stay different. */
export const bounded = (text: string, max: number): string => {
  if (text.length <= max) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return `${text.slice(0, max - hash.length - 1).replace(/[^a-z0-9]+$/i, '')}-${hash}`
}
