import type { AwsResource } from '../../service/aws-resource.ts'
import { isAllowed, type PolicyQuestion, parsePolicy } from '../../service/policy-document.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** The kind under which the account keeps a key between its deletion and the end of its waiting time. */
export const pendingKey = 'PendingKey'

/**
 * KMS' no to whoever wants to encrypt with a key (id or ARN); `undefined` if it can be used. No key, or one that AWS manages
 * (`alias/aws/...`), always can. Services with words of their own for it take this as the reason.
 */
export const keyRefusal = (world: World, key: unknown): Refusal | undefined => {
  if (isManagedByAws(key)) return undefined
  const live = findKey(world, 'Key', key)
  const found = live ?? findKey(world, pendingKey, key)
  if (!found) return refuse('NotFoundException', `Key '${key}' does not exist`, { wants: 'Key' })
  const { arn, isEnabled } = found.attributes
  if (!live) return refuse('KMSInvalidStateException', `${arn} is pending deletion.`)
  return isEnabled === false ? refuse('DisabledException', `${arn} is disabled.`) : undefined
}

/** Whether what was encrypted with a key can still be read: it exists and is not pending deletion. */
export const keyIsAlive = (world: World, key: unknown): boolean =>
  isManagedByAws(key) || findKey(world, 'Key', key) !== undefined

/** Whether a key can be used and its policy lets somebody do that: for services that use keys in their own name. */
export const keyAdmits = (world: World, key: unknown, question: PolicyQuestion): boolean => {
  if (keyRefusal(world, key)) return false
  const policy = parsePolicy(findKey(world, 'Key', key)?.attributes['policy'], 'MalformedPolicyDocumentException')
  return isManagedByAws(key) || (!isRefusal(policy) && isAllowed(policy, question))
}

const isManagedByAws = (key: unknown): boolean => key === undefined || /(^|:)alias\/aws\//.test(String(key))

const findKey = (world: World, kind: string, key: unknown): AwsResource | undefined =>
  world.get(kind, key) ?? world.all(kind).find(({ attributes }) => attributes['arn'] === key)
