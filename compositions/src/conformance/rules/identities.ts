import { allOf, each } from '../checks.ts'
import { conditionsOf, meansEverybody, meansEveryResource, type Statement, statementsOf } from '../policy.ts'
import type { Rule } from '../rule.ts'
import { isEscalation, isUnrestrictable } from '../unrestrictable-actions.ts'
import type { Placed, View } from '../view.ts'

/** Rules of identities and keys: who may do what, and who may decrypt. */
export const identityRules: readonly Rule[] = [
  {
    id: 'IAM-01',
    title: 'No policy allows everything',
    kinds: ['iam/RolePolicy', 'iam/Role'],
    severity: 'error',
    refs: ['CKV_AWS_62', 'CKV_AWS_63', 'CKV2_AWS_40', 'IAM.1'],
    why: 'An identity that may do anything is worth stealing, and one mistake of it has no bounds.',
    instead:
      'The controls forbid all actions on all resources. We forbid all actions, and all actions of a service, anywhere.',
    cure: 'Name the actions that are needed.',
    check: eachStatement(({ actions }) => {
      const wide = actions.filter((action) => action === '*' || action.endsWith(':*'))
      return wide.length > 0 && `allows ${wide.join(', ')}`
    }),
  },
  {
    id: 'IAM-02',
    title: 'No role is an administrator of the account',
    kinds: ['iam/RolePolicyAttachment', 'iam/Role'],
    severity: 'error',
    refs: ['CKV_AWS_274', 'CKV2_AWS_56'],
    why: 'Nothing that runs in a platform has to change the account.',
    cure: 'Attach a policy of what is needed instead.',
    check: allOf(
      each(
        'iam/RolePolicyAttachment',
        ({ asked }) => isAdministrative(asked.policyArn) && `attaches ${asked.policyArn}`,
      ),
      each('iam/Role', ({ asked }) => {
        const wide = (asked.managedPolicyArns ?? []).filter(isAdministrative)
        return wide.length > 0 && `attaches ${wide.join(', ')}`
      }),
    ),
  },
  {
    id: 'IAM-03',
    title: 'Every role says exactly who may take it',
    kinds: ['iam/Role'],
    severity: 'error',
    refs: ['CKV_AWS_60', 'CKV_AWS_61', 'iam_role_cross_service_confused_deputy_prevention'],
    why: 'A service that works for everybody can be sent by a stranger; the condition lets it come for our account only. A token of one service account must not open the role of another.',
    instead:
      'EC2 takes the role of a node without telling for whom, so that its trust carries no condition. Roles of pods name one service account.',
    cure: 'Name the principal; add aws:SourceAccount or aws:SourceArn for services, and subject and audience for tokens.',
    check: each('iam/Role', ({ asked }) => {
      const statements = statementsOf(asked.assumeRolePolicy)
      if (statements.length === 0) return 'does not say who may take it'
      return statements.map(looseTrust).find(Boolean)
    }),
  },
  {
    id: 'IAM-04',
    title: 'Rights are limited to our resources',
    kinds: ['iam/RolePolicy'],
    severity: 'error',
    refs: ['CKV_AWS_286', 'CKV_AWS_287', 'CKV_AWS_288', 'CKV_AWS_289', 'CKV_AWS_290', 'CKV_AWS_355'],
    why: 'Other platforms live in the same account. A right on every resource is a right on theirs.',
    instead: 'All resources are accepted for actions that AWS cannot limit to one, and where a condition limits them.',
    cure: 'Name the resources, or add a condition on their tags.',
    check: eachStatement((statement) => {
      const { actions, resources, inverted } = statement
      if (inverted) return 'allows all but what it names'
      const risky = actions.filter(isEscalation)
      if (risky.length > 0 && resources.some(meansEveryResource) && !isConstrained(statement))
        return `allows ${risky.join(', ')} on everything, which gives every other right`
      const loose = resources.some(meansEveryResource) && !isConstrained(statement)
      const wide = actions.filter((action) => !isUnrestrictable(action))
      return loose && wide.length > 0 && `allows ${wide.join(', ')} on every resource`
    }),
  },
  {
    id: 'IAM-05',
    title: 'Nodes may join, fetch images and be managed, and nothing else',
    kinds: ['iam/RolePolicyAttachment', 'iam/RolePolicy', 'eks/NodeGroup'],
    severity: 'error',
    refs: ['CIS 5.1.2', 'CIS 5.1.3', 'BPG'],
    why: 'Every pod that escapes has the rights of its node. Networking and disks have identities of their own.',
    instead:
      'The controls name the first two policies. Ours carry AmazonSSMManagedInstanceCore too: Systems Manager takes the place of SSH. It lets a node read parameters of the account, so keep no secrets in Parameter Store.',
    cure: 'Attach AmazonEKSWorkerNodePolicy, AmazonEC2ContainerRegistryPullOnly and AmazonSSMManagedInstanceCore only.',
    check: allOf(
      each('iam/RolePolicyAttachment', ({ asked }, view) => {
        const name = asked.policyArn?.split('/').at(-1) ?? ''
        return isOfNodes(view, asked.role) && !nodePolicies.includes(name) && `attaches ${name} to the role of nodes`
      }),
      each('iam/RolePolicy', ({ asked }, view) => isOfNodes(view, asked.role) && 'gives nodes rights of their own'),
    ),
  },
  {
    id: 'KMS-01',
    title: 'Keys rotate every year',
    kinds: ['kms/Key'],
    severity: 'error',
    refs: ['CKV_AWS_7', 'AWS-0065', 'KMS.4'],
    why: 'Less is encrypted with one key, and nothing has to be done for it: older data stays readable.',
    cure: 'Set enableKeyRotation to true.',
    check: each('kms/Key', ({ asked }) => asked.enableKeyRotation !== true && 'does not rotate'),
  },
  {
    id: 'KMS-02',
    title: 'Every key says who may use it',
    kinds: ['kms/Key'],
    severity: 'error',
    refs: ['CKV2_AWS_64', 'CKV_AWS_33', 'KMS.5'],
    why: 'The policy that AWS gives leaves it to every identity of the account that may use any key.',
    cure: 'Give the key a policy without a wildcard principal.',
    check: each('kms/Key', ({ asked }) => {
      const statements = statementsOf(asked.policy)
      if (statements.length === 0) return 'has no policy'
      const open = statements.some(({ allows, principals }) => allows && principals.some(meansEverybody))
      return open && 'may be used by everybody'
    }),
  },
  {
    id: 'KMS-03',
    title: 'A deleted key can be called back for 30 days',
    kinds: ['kms/Key'],
    severity: 'error',
    development: 'seven days',
    refs: ['CKV_AWS_227', 'KMS.3'],
    why: 'With the key everything that it encrypted is lost, snapshots too.',
    cure: 'Set deletionWindowInDays to 30, and leave isEnabled true.',
    check: each('kms/Key', ({ asked }, { production }) => {
      const [days, wanted] = [asked.deletionWindowInDays ?? 30, production ? 30 : 7]
      if (asked.isEnabled === false) return 'is turned off'
      return days < wanted && `can be called back for ${days} days instead of ${wanted}`
    }),
  },
]

type Complain = (statement: Statement) => string | false | undefined

/** Every statement that allows something, in policies of roles and those written into a role. */
function eachStatement(complain: Complain) {
  const complaintsIn = (documents: readonly unknown[]) =>
    documents
      .flatMap(statementsOf)
      .filter(({ allows }) => allows)
      .map(complain)
      .find(Boolean)
  return allOf(
    each('iam/RolePolicy', ({ asked }) => complaintsIn([asked.policy])),
    each('iam/Role', ({ asked }) => complaintsIn((asked.inlinePolicy ?? []).map(({ policy }) => policy))),
  )
}

const isAdministrative = (arn: string | undefined): boolean =>
  /\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/.test(arn ?? '')

/** The service tells for whom it comes, all but EC2. Source: IAM guide, "The confused deputy problem". */
const silentServices = ['ec2.amazonaws.com', 'pods.eks.amazonaws.com']

function looseTrust(statement: Statement): string | undefined {
  const { principals, allows } = statement
  if (!allows) return undefined
  if (principals.length === 0 || principals.some(meansEverybody)) return 'may be taken by everybody'
  const conditions = conditionsOf(statement)
  const services = principals.filter(({ type, value }) => type === 'Service' && !silentServices.includes(value))
  if (services.length > 0 && !conditions.has('aws:sourceaccount') && !conditions.has('aws:sourcearn'))
    return `${services.map(({ value }) => value).join(', ')} may take it for any account`
  return principals.some(({ type }) => type === 'Federated') ? looseToken(statement) : undefined
}

function looseToken(statement: Statement): string | undefined {
  const conditions = [...conditionsOf(statement)]
  const subject = conditions.find(([key]) => key.endsWith(':sub'))?.[1] ?? []
  const audience = conditions.find(([key]) => key.endsWith(':aud'))?.[1] ?? []
  if (subject.length !== 1 || /[*?]/.test(subject.join(''))) return 'may be taken with a token of any service account'
  if (subject[0]?.endsWith(':default')) return 'may be taken with a token of the service account default'
  return audience.includes('sts.amazonaws.com')
    ? undefined
    : 'may be taken with a token that was made for something else'
}

/** Whether a condition speaks of the resource. That a request comes with TLS or from some address limits no right. */
const isConstrained = (statement: Statement): boolean =>
  [...conditionsOf(statement).keys()].some((key) => !key.startsWith('aws:') || /^aws:(resource|requesttag)/.test(key))

const nodePolicies = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKSWorkerNodeMinimalPolicy',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonSSMManagedInstanceCore',
]

const isOfNodes = (view: View, role: string | undefined): boolean => {
  const roles = view.of('eks/NodeGroup').map(({ asked }) => asked.nodeRoleArn)
  const of = view.of('iam/Role').find(({ id }) => id === role) as Placed | undefined
  return of !== undefined && roles.includes(of.arn)
}
