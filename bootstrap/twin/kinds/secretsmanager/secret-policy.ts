import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy, principalsOf } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { secretOr } from './secret.ts'

/** Who may do what with a secret. One for each; its id is the ARN of the secret. */
export const secretPolicy: Kind = {
  resource: managed('secretsmanager', 'SecretPolicy', 'secretpolicies'),
  title: 'Secrets Manager Secret Policy',
  service: 'Secrets Manager',
  calls: { create: 'PutResourcePolicy', modify: 'PutResourcePolicy', delete: 'DeleteResourcePolicy' },
  context: {
    create: ({ args }) => `putting Secrets Manager Secret (${args['secretArn']}) policy`,
    update: ({ id }) => `putting Secrets Manager Secret (${id}) policy`,
    delete: ({ id }) => `deleting Secrets Manager Secret (${id}) policy`,
  },
  arguments: ['blockPublicPolicy', 'policy', 'region', 'secretArn'],
  replacing: replacingOf('secretsmanager', 'SecretPolicy'),
  documents: ['policy'],
  references: [{ argument: 'secretArn', to: 'Secret', value: 'arn' }],
  naming: { by: 'arguments', id: ({ secretArn }) => (secretArn === undefined ? undefined : String(secretArn)) },
  within: { secretArn: 'Secret' },
  create: (world, { args }) => {
    const secret = secretOr(world, args['secretArn'])
    if (isRefusal(secret)) return secret
    return policyFits(world, args) ?? {}
  },
  modify: (world, { attributes }) => policyFits(world, attributes),
}

const policyFits = (world: World, args: Attributes): Refusal | undefined => {
  const document = parsePolicy(args['policy'], 'MalformedPolicyDocumentException')
  if (isRefusal(document)) return document
  return firstRefusal(
    () => principalsExist(world, document.Statement),
    () => isNotPublic(args, document.Statement),
  )
}

type Statements = Parameters<typeof principalsOf>[0][]

const principalsExist = (world: World, statements: readonly Statements[number][]): Refusal | undefined => {
  const roles = new Set(world.all('Role').map(({ attributes }) => attributes['arn']))
  const named = statements.flatMap((statement) => principalsOf(statement, 'AWS'))
  const missing = named.find((arn) => arn.startsWith(`arn:aws:iam::${world.accountId}:role/`) && !roles.has(arn))
  return missing === undefined
    ? undefined
    : refuse('MalformedPolicyDocumentException', `This resource policy contains an unsupported principal.`, {
        wants: 'Role',
      })
}

const isNotPublic = (args: Attributes, statements: readonly Statements[number][]): Refusal | undefined => {
  const isPublic = statements.some(
    (statement) =>
      statement.Effect === 'Allow' && statement.Condition === undefined && principalsOf(statement, 'AWS').includes('*'),
  )
  return args['blockPublicPolicy'] === true && isPublic
    ? refuse(
        'PublicPolicyException',
        'This resource policy grants broad access to the secret. Access to this secret was blocked.',
      )
    : undefined
}
