import type { AwsResource } from '../../service/aws-resource.ts'
import { parsePolicy, principalsOf } from '../../service/policy-document.ts'
import { isRefusal } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** The role of an ARN, if it is one of the account's. */
export const roleOf = (world: World, arn: unknown): AwsResource | undefined =>
  world.all('Role').find(({ attributes }) => attributes['arn'] === arn)

/** Whether a service may take a role on, for each of `actions`. */
export const trusts = (
  role: AwsResource,
  service: string,
  actions: readonly string[] = ['sts:AssumeRole'],
): boolean => {
  const trust = parsePolicy(role.attributes['assumeRolePolicy'], 'MalformedPolicyDocument')
  if (isRefusal(trust)) return false
  const allowed = trust.Statement.filter(
    (statement) => statement.Effect === 'Allow' && principalsOf(statement, 'Service').includes(service),
  ).flatMap(({ Action }) => [Action ?? []].flat())
  return actions.every((action) => allowed.some((one) => one === action || one === 'sts:*' || one === '*'))
}

/** Whether a role has an AWS managed policy, or one of its own, which may say the same. */
export const hasPolicy = (world: World, role: AwsResource, policy: string): boolean =>
  world.all('RolePolicy').some(({ attributes }) => attributes['role'] === role.id) ||
  [
    ...((role.attributes['managedPolicyArns'] ?? []) as unknown[]),
    ...world
      .all('RolePolicyAttachment')
      .filter(({ attributes }) => attributes['role'] === role.id)
      .map(({ attributes }) => attributes['policyArn']),
  ].some((arn) => String(arn).endsWith(`:policy/${policy}`))
