import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { iamUniqueId } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A set of rights that services and people can take on. It belongs to no region. */
export const role: Kind = {
  resource: managed('iam', 'Role', 'roles'),
  title: 'IAM Role',
  service: 'IAM',
  calls: { create: 'CreateRole', modify: 'UpdateRole', delete: 'DeleteRole' },
  context: { create: ({ id }) => `creating IAM Role (${id})` },
  arguments: [
    'assumeRolePolicy',
    'description',
    'forceDetachPolicies',
    'inlinePolicy',
    'managedPolicyArns',
    'maxSessionDuration',
    'path',
    'permissionsBoundary',
    'tags',
  ],
  replacing: replacingOf('iam', 'Role'),
  documents: ['assumeRolePolicy'],
  notLateInitialized: ['managedPolicyArns', 'inlinePolicy'],
  references: [],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id),
      () => trustOf(args),
      () => isNew(world, id),
    ) ?? { ...defaults(args), ...identity(world, id, args) },
  modify: (_world, { attributes }) => trustOf(attributes),
  remove: (world, { id }) =>
    firstRefusal(
      () => hasNone(world, 'RolePolicyAttachment', id, 'Cannot delete entity, must detach all policies first.'),
      () => hasNone(world, 'RolePolicy', id, 'Cannot delete entity, must delete policies first.'),
    ),
}

const hasNone = (world: World, kind: string, role: string, message: string): Refusal | undefined => {
  const policies = world.all(kind).filter(({ attributes }) => attributes['role'] === role)
  if (policies.length === 0) return undefined
  return refuse('DeleteConflict', message, { status: 409, blockers: policies.map((policy) => policy.id) })
}

const nameFits = (name: string): Refusal | undefined => {
  if (name.length > 64)
    return refuse(
      'ValidationError',
      `1 validation error detected: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    )
  return /^[\w+=,.@-]+$/.test(name)
    ? undefined
    : refuse(
        'ValidationError',
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
      )
}

const trustOf = (args: Attributes): Refusal | undefined => {
  const document = parsePolicy(args['assumeRolePolicy'], 'MalformedPolicyDocument')
  if (isRefusal(document)) return document
  return document.Statement.every(({ Principal }) => Principal !== undefined)
    ? undefined
    : refuse('MalformedPolicyDocument', 'AssumeRole policy must contain principals')
}

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('Role', name)
    ? refuse('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 })
    : undefined

const defaults = (args: Attributes): Attributes => ({
  forceDetachPolicies: args['forceDetachPolicies'] ?? false,
  maxSessionDuration: args['maxSessionDuration'] ?? 3600,
  path: args['path'] ?? '/',
})

const identity = (world: World, name: string, args: Attributes): Attributes => ({
  arn: arnOf(world, 'iam', `role${args['path'] ?? '/'}${name}`),
  createDate: new Date(world.now).toISOString().replace(/\.\d+Z$/, 'Z'),
  uniqueId: iamUniqueId('AROA', `${name}/${world.now}`),
})
