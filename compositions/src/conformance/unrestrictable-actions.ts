/**
 * Whether AWS cannot limit an action to single resources, and it gives away no content: describing and listing, and a few more.
 * Source: Service Authorization Reference, actions without a resource type.
 */
export const isUnrestrictable = (action: string): boolean =>
  (/^[a-z0-9-]+:(Describe|List|Get|BatchGet|Search|Lookup|Filter|View)/.test(action) && !reveals(action)) ||
  withoutResource.has(action)

/** Whether the action lets an identity give itself every other right. */
export const isEscalation = (action: string): boolean =>
  /^iam:(PassRole|Put\w*Policy|Attach\w+Policy|Create(Role|User|Policy\w*|AccessKey|LoginProfile)|Update(AssumeRolePolicy|LoginProfile)|SetDefaultPolicyVersion|AddUserToGroup)$/.test(
    action,
  ) || action === 'sts:AssumeRole'

/** Reading that is more than looking: secrets, objects, parameters, and whatever `Get*` may turn out to mean. */
const reveals = (action: string): boolean =>
  /^(secretsmanager:(Get|BatchGet)SecretValue|ssm:GetParameter|s3:GetObject|kms:|dynamodb:|ecr:GetDownloadUrl)/.test(
    action,
  ) || /:(Batch)?Get\w*\*/.test(action)

const withoutResource: ReadonlySet<string> = new Set(['cloudwatch:PutMetricData'])
