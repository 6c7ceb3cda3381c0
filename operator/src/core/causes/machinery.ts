import type { Cause } from './cause.ts'

/** What Crossplane, the provider and the API server say when they themselves cannot go on. */
export const machineryCauses: readonly Cause[] = [
  {
    says: /cannot determine creation result|external-create-pending/,
    cause:
      'the provider was stopped in the middle of a creation and does not know whether AWS made the thing, so it makes no second one',
    cure: 'look in AWS: if it exists, put its identifier into the annotation crossplane.io/external-name; then take the annotation off',
    heals: 'Person',
    command: 'kubectl -n {namespace} annotate {object} crossplane.io/external-create-pending-',
  },
  {
    says: /requires replacing it|fields that require resource replacement/,
    cause: 'AWS can only replace this thing, and the provider does not replace',
    cure: 'put the field back, or delete the object if what it stands for may go',
    heals: 'Person',
  },
  {
    says: /cannot (?:run|compose)[^;]*(?:function|pipeline)|cannot run Composition pipeline/i,
    cause: 'Crossplane could not ask our composition function',
    cure: 'check that the function runs, and that its certificate is the one Crossplane expects',
    heals: 'Time',
    command: 'kubectl get functions.pkg.crossplane.io',
  },
  {
    says: /no matches for kind|could not find the requested resource/,
    cause: 'a CRD is missing: the AWS provider or our definitions are not installed, or are of another version',
    cure: 'install the provider families and definitions that this release names',
    heals: 'Person',
    command: 'kubectl get providers.pkg.crossplane.io',
  },
  {
    says: /is forbidden: User|cannot (?:get|list|watch|create|patch|update|delete) resource/,
    cause: 'the ClusterRole of the operator lacks a permission in the management cluster',
    cure: 'apply the RBAC of this release',
    heals: 'Person',
  },
  {
    says: /is being terminated/,
    cause: 'the namespace is being deleted, and nothing new can be made in it',
    cure: 'let the deletion end; make the platform again in another namespace',
    heals: 'Person',
  },
  {
    says: /\b(InvalidParameter\w*|ValidationError|ValidationException|Malformed\w+|InvalidInput)\b/,
    cause: 'AWS does not accept a value that was asked for',
    cure: 'change the field of the spec that the message speaks of; if none does, report it as a bug',
    heals: 'Person',
  },
]
