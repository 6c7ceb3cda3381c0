import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { certificateStatus, validationOptions } from './issued.ts'

/** A certificate for names of the internet. It waits for the DNS records that prove that the names are ours. */
export const certificate: Kind = {
  resource: managed('acm', 'Certificate', 'certificates'),
  title: 'ACM Certificate',
  service: 'ACM',
  calls: { create: 'RequestCertificate', modify: 'UpdateCertificateOptions', delete: 'DeleteCertificate' },
  context: { create: ({ args }) => `requesting ACM Certificate (${args['domainName']})` },
  arguments: [
    'certificateAuthorityArn',
    'certificateBody',
    'certificateChain',
    'domainName',
    'earlyRenewalDuration',
    'keyAlgorithm',
    'options',
    'region',
    'subjectAlternativeNames',
    'tags',
    'validationMethod',
    'validationOption',
  ],
  replacing: replacingOf('acm', 'Certificate'),
  notLateInitialized: ['validationMethod', 'keyAlgorithm', 'certificateBody', 'options', 'subjectAlternativeNames'],
  references: [],
  naming: {
    by: 'aws',
    id: ({ seed, owner, turn }, { region, accountId }) =>
      `arn:aws:acm:${region}:${accountId}:certificate/${uuidFrom(`${seed}/${owner}/${turn}`)}`,
  },
  create: (world, { id, args }) =>
    firstRefusal(
      () => methodOf(args),
      () => namesFit(args),
    ) ?? {
      arn: id,
      domainValidationOptions: validationOptions(world.accountId, namesOf(args)),
      keyAlgorithm: args['keyAlgorithm'] ?? 'RSA_2048',
      type: 'AMAZON_ISSUED',
    },
  remove: (world, { id }) => {
    const users = usersOf(world, id)
    if (users.length === 0) return undefined
    return refuse(
      'ResourceInUseException',
      `Certificate ${id} in account ${world.accountId} is in use. Associated AWS services: Elastic Load Balancing`,
      { blockers: users },
    )
  },
  derive: (world, resource) => ({
    status: certificateStatus(world, resource),
    subjectAlternativeNames: namesOf(resource.attributes),
  }),
}

const namesOf = (args: Attributes): string[] => [
  ...new Set([String(args['domainName']), ...((args['subjectAlternativeNames'] ?? []) as string[])]),
]

const methodOf = (args: Attributes): Refusal | undefined =>
  ['DNS', 'EMAIL'].includes(String(args['validationMethod']))
    ? undefined
    : refuse('ValidationException', '`certificate_authority_arn` or `validation_method` must be set to DNS or EMAIL')

const pattern = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/

/** AWS' default for how many names one certificate may have. */
const mostNames = 10

const namesFit = (args: Attributes): Refusal | undefined => {
  const names = namesOf(args)
  const wrong = names.find((name) => !pattern.test(name) || name.length > 253)
  if (wrong !== undefined)
    return refuse(
      'ValidationException',
      `1 validation error detected: Value '${wrong}' at 'domainName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`,
    )
  if (String(names[0]).length > 64)
    return refuse('ValidationException', 'The first domain name can be no longer than 64 characters.')
  return names.length > mostNames
    ? refuse('LimitExceededException', `Reached a maximum of ${mostNames} domain names per certificate.`)
    : undefined
}

const usersOf = (world: World, arn: string): string[] =>
  world
    .all('LBListener')
    .filter(({ attributes }) => attributes['certificateArn'] === arn)
    .map(({ id }) => id)
