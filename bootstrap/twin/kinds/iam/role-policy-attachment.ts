import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** Gives a role the rights of a policy that exists by itself. Its id is `role/policy`. */
export const rolePolicyAttachment: Kind = {
  resource: managed('iam', 'RolePolicyAttachment', 'rolepolicyattachments'),
  title: 'IAM Role Policy Attachment',
  service: 'IAM',
  calls: { create: 'AttachRolePolicy', modify: 'AttachRolePolicy', delete: 'DetachRolePolicy' },
  context: {
    create: ({ args }) => `attaching IAM Policy (${args['policyArn']}) to IAM Role (${args['role']})`,
    delete: ({ args }) => `detaching IAM Policy (${args['policyArn']}) from IAM Role (${args['role']})`,
  },
  arguments: ['policyArn', 'role'],
  replacing: replacingOf('iam', 'RolePolicyAttachment'),
  references: [
    { argument: 'policyArn', to: 'Policy', value: 'arn' },
    { argument: 'role', to: 'Role', value: 'name' },
  ],
  naming: {
    by: 'arguments',
    id: ({ role, policyArn }) => (role && policyArn ? `${role}/${policyArn}` : undefined),
  },
  create: (world, { args }) =>
    firstRefusal(
      () => policyFits(args['policyArn']),
      () =>
        world.get('Role', args['role'])
          ? undefined
          : refuse('NoSuchEntity', `The role with name ${args['role']} cannot be found.`, {
              status: 404,
              wants: 'Role',
            }),
      () => quotaOf(world, args['role']),
    ) ?? {},
}

/** AWS' own policies are taken to exist if they are written as such; others the twin does not have. */
const policyFits = (arn: unknown): Refusal | undefined => {
  if (!/^arn:aws:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/.test(String(arn)))
    return refuse('InvalidInput', `ARN ${arn} is not valid.`)
  return String(arn).startsWith('arn:aws:iam::aws:')
    ? undefined
    : refuse('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, { status: 404 })
}

const quotaOf = (world: World, role: unknown): Refusal | undefined =>
  world.all('RolePolicyAttachment').filter(({ attributes }) => attributes['role'] === role).length >=
  world.quotas.policiesPerRole
    ? refuse('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${world.quotas.policiesPerRole}`, {
        status: 409,
      })
    : undefined
