import type { Attributes } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'

/**
 * The tokens (handles of the vault) that a replication group accepts after a change of its token: ROTATE adds the new one to the
 * one that was, SET leaves only the new one, DELETE none.
 */
export const tokensAfter = (before: Attributes, changed: Attributes): readonly string[] => {
  const accepted = (before['authTokens'] ?? []) as readonly string[]
  if (!('authToken' in changed) && !('authTokenUpdateStrategy' in changed)) return accepted
  const token = changed['authToken'] ?? before['authToken']
  const strategy = changed['authTokenUpdateStrategy'] ?? before['authTokenUpdateStrategy'] ?? 'ROTATE'
  if (strategy === 'DELETE' || token === undefined) return []
  if (strategy === 'SET') return [String(token)]
  // never more than two: the older of them goes
  return [...new Set([...accepted.slice(-1), String(token)])]
}

/** A token needs encryption on the way. */
export const tokenFits = (args: Attributes): Refusal | undefined =>
  args['authToken'] === undefined || args['transitEncryptionEnabled'] === true
    ? undefined
    : refuse(
        'InvalidParameterValue',
        'The AUTH token modification is only supported when encryption-in-transit is enabled.',
      )
