import { type Desired, managed, refTo } from '../../managed.ts'
import { hyphenName } from '../../names.ts'
import { asked, externalName } from '../../observed.ts'
import { accessLogPolicy } from './access-log-policy.ts'
import { type EdgePlan, keys } from './edge-plan.ts'

/**
 * The bucket of the access logs. Turning them off stops the logging; what has been logged stays for the days it was promised,
 * and goes with the edge.
 */
export const accessLogs = (edge: EdgePlan): Desired[] => {
  const { spec, observed } = edge
  const name = bucketName(edge)
  if (!name || !(spec.accessLogs.enabled || observed[keys.bucket])) return []
  return [bucket(edge, name), ...policy(edge, name), ...protection(edge), retention(edge)]
}

/** The name it has, or else one that is made with the account: names of buckets are shared by everybody in the world. */
const bucketName = ({ layer, observed, account }: EdgePlan): string | undefined => {
  const existing = externalName(observed[keys.bucket])
  if (existing || !account) return existing
  return hyphenName(layer.owner, { max: 63, suffix: 'logs', salt: `${account}/${layer.region}` })
}

const bucket = ({ layer }: EdgePlan, name: string): Desired =>
  managed(
    layer,
    's3/Bucket',
    keys.bucket,
    // logs must not hold up the deletion of a platform that is unprotected by then
    { forceDestroy: true },
    { externalName: name },
  )

/** While nothing tells the account, the policy stays as it is. */
const policy = ({ layer, observed, account }: EdgePlan, bucket: string): Desired[] => {
  const policy = account
    ? accessLogPolicy({ region: layer.region, account, bucket })
    : asked(observed, 's3/BucketPolicy', keys.bucketPolicy).policy
  if (!policy) return []
  return [managed(layer, 's3/BucketPolicy', keys.bucketPolicy, { bucketRef: refTo(layer, keys.bucket), policy })]
}

const protection = ({ layer }: EdgePlan): Desired[] => {
  const bucketRef = refTo(layer, keys.bucket)
  return [
    managed(layer, 's3/BucketPublicAccessBlock', keys.bucketPart('public-access-block'), {
      bucketRef,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    managed(layer, 's3/BucketOwnershipControls', keys.bucketPart('ownership'), {
      bucketRef,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    }),
    managed(layer, 's3/BucketServerSideEncryptionConfiguration', keys.bucketPart('encryption'), {
      bucketRef,
      // load balancers deliver to no bucket with a KMS key. Source: ELB user guide, "Enable access logs"
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    }),
    managed(layer, 's3/BucketVersioning', keys.bucketPart('versioning'), {
      bucketRef,
      versioningConfiguration: { status: 'Enabled' },
    }),
  ]
}

const retention = ({ layer, spec }: EdgePlan): Desired =>
  managed(layer, 's3/BucketLifecycleConfiguration', keys.bucketPart('retention'), {
    bucketRef: refTo(layer, keys.bucket),
    rule: [
      {
        id: 'expire',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days: spec.accessLogs.retentionDays }],
        // nobody overwrites a log; whoever tries leaves the original behind for a week
        noncurrentVersionExpiration: [{ noncurrentDays: 7 }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      },
    ],
  })
