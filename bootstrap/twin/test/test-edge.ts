import type { Attributes } from '../service/aws-resource.ts'
import { isRefusal } from '../service/refusal.ts'
import type { TestAccount } from './test-account.ts'

/** What a load balancer lives in: a VPC with an internet gateway, public subnets in two zones, a security group, a target group. */
export const testEdge = async (aws: TestAccount) => {
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
  const subnet = (cidrBlock: string, availabilityZone: string) =>
    aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
  const [a, c] = [await subnet('10.0.0.0/24', 'ap-northeast-1a'), await subnet('10.0.1.0/24', 'ap-northeast-1c')]
  const internet = await aws.make('InternetGateway', { vpcId: vpc.id })
  const group = await aws.make('SecurityGroup', { name: 'alb', description: 'alb', vpcId: vpc.id })
  const targets = await aws.make('LBTargetGroup', targetGroup(vpc.id))
  const balancer = (more: Attributes = {}) => ({
    name: 'alb',
    subnets: [a.id, c.id],
    securityGroups: [group.id],
    ...more,
  })
  return { vpc, a, c, internet, group, targets, balancer }
}

export type TestEdge = Awaited<ReturnType<typeof testEdge>>

/** Arguments of a target group in that VPC. */
export const targetGroup = (vpcId: string, more: Attributes = {}): Attributes => ({
  name: 'api',
  port: 8080,
  protocol: 'HTTP',
  targetType: 'ip',
  vpcId,
  ...more,
})

/** Requests sent to that target group. */
export const forward = (targetGroupArn: string): Attributes[] => [{ type: 'forward', targetGroupArn }]

/** `Code: words` of a refusal. */
export const said = (answer: unknown): string | undefined =>
  isRefusal(answer) ? `${answer.code}: ${answer.message}` : undefined

/** A policy of these statements, as JSON. */
export const policyOf = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
