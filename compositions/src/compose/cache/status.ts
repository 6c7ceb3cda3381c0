import type { PlatformCacheStatus } from '@taskplatform/crds/layers/cache'
import { identifier as identifierOf, observation } from '../../observed.ts'
import { accessKeys } from '../data/access.ts'
import { keyArnOf } from '../data/data-key.ts'
import { known } from '../known.ts'
import { authTokenSecret, type CachePlan, keys, port } from './plan.ts'

/** What others need to reach the cache and to watch it, each as soon as AWS has told. */
export const cacheStatus = (cache: CachePlan): PlatformCacheStatus => {
  const { layer, observed, identifier, account } = cache
  const group = observation(observed, 'elasticache/ReplicationGroup', keys.replicationGroup)
  return known({
    accountId: account,
    keyArn: keyArnOf(cache),
    securityGroupId: identifierOf(observed, accessKeys.securityGroup),
    ...(group.arn ? { replicationGroupId: identifier, authTokenSecretRef: authTokenSecret(layer) } : {}),
    arn: group.arn,
    primaryEndpoint: group.primaryEndpointAddress,
    readerEndpoint: group.readerEndpointAddress,
    ...(group.primaryEndpointAddress ? { port: group.port ?? port } : {}),
    memberClusters: group.memberClusters && [...group.memberClusters].sort(),
    engineVersion: group.engineVersionActual,
  })
}
