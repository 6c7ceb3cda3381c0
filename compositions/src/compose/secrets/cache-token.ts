import { type Desired, managed, refTo } from '../../managed.ts'
import { keys, type SecretsPlan } from './plan.ts'

/**
 * The token of the cache, copied by the provider from its Secret into Secrets Manager. A version is never changed: another revision
 * is another version, and taking the old one away leaves the current value alone.
 */
export const cacheToken = ({ layer, spec }: SecretsPlan): Desired[] => {
  const { cacheTokenSecretRef: from } = spec
  if (!from) return []
  return [
    managed(layer, 'secretsmanager/SecretVersion', keys.cacheToken(from.revision), {
      secretIdRef: refTo(layer, keys.secret('cache')),
      secretStringSecretRef: { name: from.name, key: from.key },
    }),
  ]
}
