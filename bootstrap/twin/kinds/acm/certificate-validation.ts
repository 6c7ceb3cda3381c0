import type { AwsResource } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { certificateStatus, type ValidationOption } from './issued.ts'

/** Nothing in AWS: the provider waits until a certificate is issued. Deleting it does nothing. */
export const certificateValidation: Kind = {
  resource: managed('acm', 'CertificateValidation', 'certificatevalidations'),
  title: 'ACM Certificate Validation',
  service: 'ACM',
  calls: { create: 'DescribeCertificate', modify: 'none', delete: 'none' },
  context: { create: ({ args }) => `waiting for ACM Certificate (${args['certificateArn']}) to be issued` },
  arguments: ['certificateArn', 'region', 'validationRecordFqdns'],
  replacing: replacingOf('acm', 'CertificateValidation'),
  references: [{ argument: 'certificateArn', to: 'Certificate', value: 'name' }],
  naming: { by: 'aws', id: ({ seed, owner, turn }) => uuidFrom(`${seed}/${owner}/${turn}`) },
  create: (world, { args }) => {
    const certificate = world.get('Certificate', args['certificateArn'])
    if (!certificate)
      return refuse('ResourceNotFoundException', `Could not find certificate ${args['certificateArn']}.`, {
        wants: 'Certificate',
      })
    return (
      firstRefusal(
        () => namesAllRecords(certificate, args['validationRecordFqdns'] as readonly string[] | undefined),
        () => isIssued(world, certificate),
      ) ?? {}
    )
  },
}

const namesAllRecords = ({ attributes }: AwsResource, names: readonly string[] | undefined): Refusal | undefined => {
  if (names === undefined || names.length === 0) return undefined
  const given = names.map(withoutDot)
  const options = attributes['domainValidationOptions'] as readonly ValidationOption[]
  const missing = options.find(({ resourceRecordName }) => !given.includes(withoutDot(resourceRecordName)))
  if (!missing) return undefined
  const { domainName, resourceRecordName } = missing
  return refuse('ValidationException', `missing ${domainName} DNS validation record: ${withoutDot(resourceRecordName)}`)
}

const withoutDot = (name: string): string => name.replace(/\.$/, '')

/** The provider asks for 75 minutes before it complains. */
const isIssued = (world: World, certificate: AwsResource): Refusal | undefined =>
  certificateStatus(world, certificate) === 'ISSUED'
    ? undefined
    : refuse('PENDING_VALIDATION', 'The certificate waits for its DNS records.', { pending: true, wants: 'Record' })
