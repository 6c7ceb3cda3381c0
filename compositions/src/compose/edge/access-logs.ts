import { type Desired, managed, refTo } from '../../managed.ts'
import { hyphenName } from '../../names.ts'
import { externalName } from '../../observed.ts'
import { accessLogPolicy } from './access-log-policy.ts'
import { type EdgePlan, keys } from './edge-plan.ts'

/**
 * The bucket of the access logs. Turning them off stops the logging; what has been logged stays for the days it was promised,
 * and goes with the edge.
 */
export const accessLogs = (edge: EdgePlan): Desired[] => {
  const { account, spec, observed } = edge
  if (!account || !(spec.accessLogs.enabled || observed[keys.bucket])) return []
  return [bucket(edge, account), policy(edge, account), ...protection(edge), retention(edge)]
}

/** Name of the bucket, once the account is known: names of buckets are shared by everybody in the world. */
export const bucketName = ({ layer, observed, account }: EdgePlan): string | undefined => {
  if (!account) return externalName(observed[keys.bucket])
  const salt = `${account}/${layer.region}`
  return externalName(observed[keys.bucket]) ?? hyphenName(layer.owner, { max: 63, suffix: 'logs', salt })
}

const bucket = (edge: EdgePlan, account: string): Desired =>
  managed(
    edge.layer,
    's3/Bucket',
    keys.bucket,
    // logs must not hold up the deletion of a platform that is unprotected by then
    { forceDestroy: true },
    { externalName: nameFor(edge, account) },
  )

const policy = (edge: EdgePlan, account: string): Desired =>
  managed(edge.layer, 's3/BucketPolicy', keys.bucketPolicy, {
    bucketRef: refTo(edge.layer, keys.bucket),
    policy: accessLogPolicy({ region: edge.layer.region, account, bucket: nameFor(edge, account) }),
  })

const nameFor = (edge: EdgePlan, account: string): string => bucketName({ ...edge, account }) as string

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
