import type { World } from './world.ts'

/** The ARN of something in the account: `arn:aws:ec2:REGION:ACCOUNT:vpc/vpc-1`. IAM's have no region. */
export const arnOf = (world: World, service: string, path: string): string =>
  `arn:aws:${service}:${service === 'iam' ? '' : world.region}:${world.accountId}:${path}`
