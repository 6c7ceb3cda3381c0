import { allOf, each, inProduction } from '../checks.ts'
import { isDataSubnets } from '../data-subnets.ts'
import type { Rule } from '../rule.ts'

/** Rules of the cache: encrypted, with a token, in the data tier, and able to lose a node. */
export const cacheRules: readonly Rule[] = [
  {
    id: 'ECA-01',
    title: 'The cache is encrypted with a key of ours',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    development: 'the key of AWS',
    refs: ['CKV_AWS_29', 'CKV_AWS_191', 'AWS-0045', 'ElastiCache.4'],
    why: 'Sessions lie in it, and in its snapshots. Encryption cannot be added later.',
    cure: 'Set atRestEncryptionEnabled to "true", and kmsKeyId to the key of the layer.',
    check: each('elasticache/ReplicationGroup', ({ asked }, { production }) => {
      if (asked.atRestEncryptionEnabled !== 'true') return 'is not encrypted'
      return production && !asked.kmsKeyId && 'is encrypted with a key that is not ours'
    }),
  },
  {
    id: 'ECA-02',
    title: 'The cache talks TLS only',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    refs: ['CKV_AWS_30', 'AWS-0051', 'ElastiCache.5'],
    why: 'The token would go over the wire in clear.',
    instead: 'Not naming a mode means required for a group that is made with TLS; preferred is refused.',
    cure: 'Set transitEncryptionEnabled to true, and no transitEncryptionMode but required.',
    check: each('elasticache/ReplicationGroup', ({ asked }) => {
      if (asked.transitEncryptionEnabled !== true) return 'talks in clear'
      return (asked.transitEncryptionMode ?? 'required') !== 'required' && 'talks in clear to whoever asks for it'
    }),
  },
  {
    id: 'ECA-03',
    title: 'The cache asks who you are',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    refs: ['CKV_AWS_31', 'ElastiCache.6'],
    why: 'Whatever runs in the cluster could otherwise read every session.',
    cure: 'Set authTokenSecretRef or userGroupIds.',
    check: each('elasticache/ReplicationGroup', ({ asked }) => {
      const known = asked.authTokenSecretRef !== undefined || (asked.userGroupIds ?? []).length > 0
      return !known && 'lets everybody in who reaches it'
    }),
  },
  {
    id: 'ECA-04',
    title: 'The cache survives the loss of a node and of a zone',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    development: 'one node',
    refs: ['CKV2_AWS_50', 'ElastiCache.3', 'elasticache_redis_cluster_multi_az_enabled'],
    why: 'Otherwise everybody is logged out, and the database gets all requests at once.',
    cure: 'Set spec.cache.nodes to 2 or more, and multiAz to true.',
    check: inProduction(
      each('elasticache/ReplicationGroup', ({ asked }) => {
        if ((asked.numCacheClusters ?? 1) < 2) return 'has one node'
        return !(asked.automaticFailoverEnabled && asked.multiAzEnabled) && 'does not fail over to another zone'
      }),
    ),
  },
  {
    id: 'ECA-05',
    title: 'The cache has snapshots of seven days, and leaves a last one',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    development: 'no snapshots',
    refs: ['AWS-0050', 'ElastiCache.1'],
    why: 'A cache that begins empty takes the database down with it.',
    cure: 'Set snapshotRetentionLimit to 7 or more; set spec.dataPolicy to Snapshot or Retain.',
    check: inProduction(
      each('elasticache/ReplicationGroup', ({ asked }) => {
        const { snapshotRetentionLimit = 0, finalSnapshotIdentifier } = asked
        if (snapshotRetentionLimit < 7) return `keeps snapshots for ${snapshotRetentionLimit} days instead of 7`
        return !finalSnapshotIdentifier && 'leaves no final snapshot'
      }),
    ),
  },
  {
    id: 'ECA-06',
    title: 'The cache lies in data subnets, and gets minor versions from AWS',
    kinds: ['elasticache/ReplicationGroup', 'elasticache/SubnetGroup'],
    severity: 'error',
    refs: ['ElastiCache.2', 'ElastiCache.7', 'elasticache_cluster_uses_public_subnet'],
    why: 'Data has no way out, and security fixes do not wait for us.',
    cure: 'Set autoMinorVersionUpgrade to "true", and give the subnet group the data subnets of the network.',
    check: allOf(
      each('elasticache/ReplicationGroup', ({ asked }) => {
        if (asked.autoMinorVersionUpgrade !== 'true') return 'does not get security fixes'
        return (asked.subnetGroupName ?? 'default') === 'default' && 'lies in the default subnets'
      }),
      each(
        'elasticache/SubnetGroup',
        ({ asked }, view) => !isDataSubnets(view, asked.subnetIds) && 'has other than data subnets',
      ),
    ),
  },
  {
    id: 'ECA-07',
    title: 'The cache keeps its logs',
    kinds: ['elasticache/ReplicationGroup'],
    severity: 'error',
    development: 'no logs',
    refs: [],
    why: 'Which command held everything up is written there and nowhere else.',
    cure: 'Deliver slow-log and engine-log to CloudWatch Logs.',
    check: inProduction(
      each('elasticache/ReplicationGroup', ({ asked }) => {
        const kept = (asked.logDeliveryConfiguration ?? []).map(({ logType }) => logType)
        const missing = ['slow-log', 'engine-log'].filter((log) => !kept.includes(log))
        return missing.length > 0 && `does not deliver ${missing.join(', ')}`
      }),
    ),
  },
]
