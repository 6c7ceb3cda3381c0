import { observation } from '../observed.ts'
import { keys, type NetworkPlan } from './network-plan.ts'

/**
 * Number of the AWS account, as far as the resources tell: the owner of the VPC, or else any ARN in what was made with it
 * before. So whatever needed the account once is never forgotten because a status is missing.
 */
export const accountOf = ({ observed }: NetworkPlan): string | undefined => {
  const { ownerId, arn } = observation(observed, 'ec2/VPC', keys.vpc)
  return ownerId ?? accountIn(arn) ?? accountIn(JSON.stringify(madeWithAccount.map((key) => observed[key])))
}

const madeWithAccount = [
  keys.flowLogKey,
  keys.flowLogGroup,
  keys.flowLogRole,
  keys.flowLogRolePolicy,
  keys.flowLog,
] as const

const accountIn = (text: string | undefined): string | undefined =>
  /arn:aws[\w-]*:\w+:[\w-]*:(\d{12}):/.exec(text ?? '')?.[1]
