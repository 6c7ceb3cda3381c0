import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy } from '../../service/policy-document.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A policy written into a role. Its id is `role:name`; putting it again replaces it. */
export const rolePolicy: Kind = {
  resource: managed('iam', 'RolePolicy', 'rolepolicies'),
  title: 'IAM Role Policy',
  service: 'IAM',
  calls: { create: 'PutRolePolicy', modify: 'PutRolePolicy', delete: 'DeleteRolePolicy' },
  context: { create: ({ id }) => `putting IAM Role (${id.split(':')[0]}) Policy (${id.split(':')[1]})` },
  arguments: ['policy', 'role'],
  replacing: replacingOf('iam', 'RolePolicy'),
  documents: ['policy'],
  references: [{ argument: 'role', to: 'Role', value: 'id' }],
  naming: {
    by: 'arguments',
    id: ({ role }, name) => (typeof role === 'string' && name !== '' ? `${role}:${name}` : undefined),
    nameOf: (id) => id.slice(id.indexOf(':') + 1),
  },
  create: (world, { args }) =>
    world.get('Role', args['role'])
      ? (policyOf(args) ?? {})
      : refuse('NoSuchEntity', `The role with name ${args['role']} cannot be found.`, { status: 404 }),
  modify: (_world, { attributes }) => policyOf(attributes),
}

const policyOf = (args: Attributes): Refusal | undefined => {
  const document = parsePolicy(args['policy'], 'MalformedPolicyDocument')
  if (isRefusal(document)) return document
  return String(args['policy']).replace(/\s/g, '').length > 10_240
    ? refuse('LimitExceeded', `Maximum policy size of 10240 bytes exceeded for role ${args['role']}`, { status: 409 })
    : undefined
}
