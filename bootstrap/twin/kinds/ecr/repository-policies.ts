import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy } from '../../service/policy-document.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { repositoryOr } from './repository.ts'

/** Which images of a repository go by themselves. */
export const lifecyclePolicy: Kind = {
  ...policyOf('LifecyclePolicy', 'lifecyclepolicies', rulesFit),
  title: 'ECR Lifecycle Policy',
  calls: { create: 'PutLifecyclePolicy', modify: 'PutLifecyclePolicy', delete: 'DeleteLifecyclePolicy' },
  context: { create: ({ args }) => `creating ECR Lifecycle Policy (${args['repository']})` },
}

/** Who may pull from and push to a repository. */
export const repositoryPolicy: Kind = {
  ...policyOf('RepositoryPolicy', 'repositorypolicies', documentFits),
  title: 'ECR Repository Policy',
  calls: { create: 'SetRepositoryPolicy', modify: 'SetRepositoryPolicy', delete: 'DeleteRepositoryPolicy' },
  context: { create: ({ args }) => `putting ECR Repository Policy (${args['repository']})` },
}

function policyOf(
  kind: string,
  plural: string,
  fits: (args: Attributes) => Refusal | undefined,
): Omit<Kind, 'title' | 'calls'> {
  return {
    resource: managed('ecr', kind, plural),
    service: 'ECR',
    arguments: ['policy', 'region', 'repository'],
    replacing: replacingOf('ecr', kind),
    documents: ['policy'],
    references: [{ argument: 'repository', to: 'Repository', value: 'name' }],
    naming: { by: 'arguments', id: ({ repository }) => (repository === undefined ? undefined : String(repository)) },
    within: { repository: 'Repository' },
    create: (world, { args }) => {
      const repository = repositoryOr(world, args['repository'])
      if (isRefusal(repository)) return repository
      return fits(args) ?? { registryId: world.accountId }
    },
    modify: (_world, { attributes }) => fits(attributes),
  }
}

function rulesFit({ policy }: Attributes): Refusal | undefined {
  const rules = rulesOf(policy)
  const priorities = rules.map(({ rulePriority }) => rulePriority)
  const isWhole =
    rules.length > 0 && rules.every(({ rulePriority, selection, action }) => rulePriority && selection && action)
  if (isWhole && new Set(priorities).size === priorities.length) return undefined
  return refuse(
    'InvalidParameterException',
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure:'`,
  )
}

type Rule = Readonly<{ rulePriority?: number; selection?: object; action?: object }>

const rulesOf = (policy: unknown): readonly Rule[] => {
  try {
    return (JSON.parse(String(policy)) as { rules?: Rule[] }).rules ?? []
  } catch {
    return []
  }
}

function documentFits({ policy }: Attributes): Refusal | undefined {
  const document = parsePolicy(policy, 'InvalidParameterException')
  if (isRefusal(document)) return document
  return document.Statement.every(({ Principal }) => Principal !== undefined)
    ? undefined
    : refuse(
        'InvalidParameterException',
        `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'`,
      )
}
