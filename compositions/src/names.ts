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

/** The text if it fits, else its beginning and a hash of all of it, so that different texts stay different. */
export const bounded = (text: string, max: number): string => {
  if (text.length <= max) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return `${text.slice(0, max - hash.length - 1).replace(/[^a-z0-9]+$/i, '')}-${hash}`
}
