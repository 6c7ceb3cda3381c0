import type { Attributes } from '../../service/aws-resource.ts'
import { type IdSeed, uuidFrom } from '../../service/ids.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'

/** ELB's no to a name of a load balancer or target group: 32 letters, digits and hyphens, none of these at either end. */
export const nameRefusal = (what: string, name: unknown): Refusal | undefined => {
  const text = String(name)
  if (text.length > 32) return refuse('ValidationError', `${what} name '${text}' cannot be longer than '32' characters`)
  if (!/^[A-Za-z0-9-]+$/.test(text))
    return refuse(
      'ValidationError',
      `${what} name '${text}' can only contain characters that are alphanumeric or hyphens`,
    )
  if (text.startsWith('-') || text.endsWith('-'))
    return refuse('ValidationError', `${what} name '${text}' cannot begin or end with '-'`)
  return text.startsWith('internal-')
    ? refuse('ValidationError', `${what} name '${text}' is prefixed with the reserved value 'internal-'`)
    : undefined
}

/** The sixteen digits at the end of ELB's ARNs. */
export const suffixFrom = ({ seed, owner, turn }: IdSeed): string =>
  uuidFrom(`${seed}/${owner}/${turn}`).replaceAll('-', '').slice(-16)

/** The name that was asked for, or one that the provider makes up from the suffix of the ARN. */
export const nameOr = ({ name }: Attributes, prefix: string, suffix: string): string =>
  typeof name === 'string' && name !== '' ? name : `${prefix}${suffix}`

/** `app/name/0123456789abcdef`, by which CloudWatch knows it, from an ARN. */
export const arnSuffix = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1).replace(/^loadbalancer\//, '')
