import { assumedAccount } from '../../assumed/identifiers.ts'
import { kindFacts } from '../../generated/kinds.ts'
import type { KindName } from '../../observed.ts'
import { allOf, each, eachOfAll, inProduction } from '../checks.ts'
import { literalSecretsIn } from '../literal-secrets.ts'
import type { Rule } from '../rule.ts'
import type { Placed, View } from '../view.ts'

/** Rules of every managed resource, whatever its kind. */
export const everythingRules: readonly Rule[] = [
  {
    id: 'ALL-01',
    title: 'Everything says whose it is',
    kinds: 'all',
    severity: 'error',
    refs: ['BPG'],
    why: 'Costs are added up by tags, and a leftover without them belongs to nobody.',
    instead:
      'Besides project, environment, owner, managed-by and the UID of the platform there are its name, namespace and layer. A layer that was applied by hand has no platform above it, and so no environment, owner and UID unless you give them.',
    cure: 'Make the resource with managed(), which adds the tags.',
    check: eachOfAll(({ kind, asked }, { graph }) => {
      if (!kindFacts[kind].tags) return undefined
      const tags = (asked as { tags?: Readonly<Record<string, string>> }).tags ?? {}
      const missing = [...ourTags, ...(graph.partial ? [] : tagsOfPlatforms)].filter((tag) => !tags[tag])
      return missing.length > 0 && `has no tag ${missing.join(', ')}`
    }),
  },
  {
    id: 'ALL-02',
    title: 'No spec holds a secret or the number of a strange account',
    kinds: 'all',
    severity: 'error',
    refs: [],
    why: 'Specs are read by many, kept in Git and written into backups. An account that nobody gave us is a copy of an example.',
    cure: 'Refer to a Secret; give account numbers as parameters of the composite.',
    check: eachOfAll(({ resource }, view) => {
      const [secret] = literalSecretsIn(resource.spec.forProvider)
      if (secret) return `holds a secret in clear text in ${secret}`
      const known = knownAccounts(view)
      const strange = accountsIn(resource.spec).filter((account) => !known.has(account))
      return strange.length > 0 && `speaks of the account ${strange[0]}, which the composite does not name`
    }),
  },
  {
    id: 'ALL-03',
    title: 'Data is not deleted by accident',
    kinds: ['rds/Instance', 'elasticache/ReplicationGroup', 'kms/Key'],
    severity: 'error',
    development: 'data goes with the platform',
    refs: [],
    why: 'A managed resource that is deleted is deleted in AWS too, unless its policies say otherwise.',
    instead:
      'Taking Delete from everything that holds data would leave it behind after deletions that were meant. The data policy decides: Retain takes Delete from data and its keys, Snapshot leaves a last snapshot and keeps the keys that decrypt it. Production must not say Delete.',
    cure: 'Set spec.dataPolicy to Snapshot or Retain.',
    check: inProduction(allOf(each('rds/Instance', unkept), each('elasticache/ReplicationGroup', unkept))),
  },
  {
    id: 'ALL-04',
    title: 'Names in AWS follow from names in the cluster',
    kinds: 'all',
    severity: 'error',
    refs: [],
    why: 'A management cluster that was lost is made again and finds what it had made. Names chosen by chance would make everything twice.',
    instead:
      'Where AWS chooses the name, status.externalNames of the composite keeps it for the day on which it is needed.',
    cure: 'Give the resource a name made by names.ts.',
    check: allOf(
      eachOfAll(({ kind, resource, asked }) => {
        if (!ownNames.has(kind)) return undefined
        const named = resource.metadata.annotations?.['crossplane.io/external-name'] ?? nameIn(asked)
        return !named && 'has a name that two namespaces would share'
      }),
      eachOfAll((one, view) => {
        const twin = view.all.find((other) => other !== one && other.kind === one.kind && isSame(one, other))
        return twin && `has the name of ${twin.resource.metadata.name}`
      }),
    ),
  },
]

const ourTags = [
  'project',
  'managed-by',
  'taskplatform.dev/platform',
  'taskplatform.dev/namespace',
  'taskplatform.dev/layer',
]

const tagsOfPlatforms = ['environment', 'owner', 'taskplatform.dev/uid']

/** Accounts that the platform was given, in a layer or by one that reported it, and the one of placeholders. */
const knownAccounts = ({ graph }: View): ReadonlySet<string> => {
  const known = knownIn.get(graph) ?? new Set([assumedAccount, ...graph.layers.flatMap(specAccounts)])
  knownIn.set(graph, known)
  return known
}

// asked for by every resource of a graph, and it takes longer than all that is compared with it
const knownIn = new WeakMap<View['graph'], ReadonlySet<string>>()

const specAccounts = ({ composite }: View['graph']['layers'][number]): string[] => accountsIn(composite.spec)

const accountsIn = (value: unknown): string[] =>
  [...(JSON.stringify(value) ?? '').matchAll(/(?<![0-9A-Za-z-])[0-9]{12}(?![0-9A-Za-z-])/g)].map(([account]) => account)

/** Kinds whose name in AWS is ours to choose, and shared by the account. */
const ownNames: ReadonlySet<KindName> = new Set<KindName>([
  'cloudwatchlogs/Group',
  'ecr/Repository',
  'eks/Cluster',
  'eks/NodeGroup',
  'elasticache/ParameterGroup',
  'elasticache/ReplicationGroup',
  'elasticache/SubnetGroup',
  'elbv2/LB',
  'elbv2/LBTargetGroup',
  'iam/Role',
  'rds/EventSubscription',
  'rds/Instance',
  'rds/ParameterGroup',
  'rds/Snapshot',
  'rds/SubnetGroup',
  's3/Bucket',
  'secretsmanager/Secret',
  'sns/Topic',
])

const nameIn = (asked: Placed['asked']): unknown => {
  const { name, identifier } = asked as Readonly<{ name?: string; identifier?: string }>
  return name ?? identifier
}

const isSame = (one: Placed, other: Placed): boolean => ownNames.has(one.kind) && one.id === other.id

function unkept(one: Placed<'rds/Instance'> | Placed<'elasticache/ReplicationGroup'>, view: View) {
  if (mayDelete(one.resource) === false) return undefined
  const leavesSnapshot = Boolean(one.asked.finalSnapshotIdentifier)
  if (!leavesSnapshot) return 'goes with its data: it may be deleted, and leaves no snapshot'
  const key = view.of('kms/Key').find(({ id, arn }) => [id, arn].includes(one.asked.kmsKeyId ?? ''))
  return (
    key &&
    mayDelete(key.resource) &&
    `leaves a snapshot that nothing decrypts: its key ${key.resource.metadata.name} goes`
  )
}

const mayDelete = ({ spec }: Placed['resource']): boolean =>
  (spec.managementPolicies ?? ['*']).some((policy) => policy === '*' || policy === 'Delete')
