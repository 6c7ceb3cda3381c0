import type { AwsResource } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import { stateOf, type World } from '../../service/world.ts'

/** What proves that a domain is ours: a record of this name and value, without the dot at the end in neither. */
export type ValidationOption = Readonly<{
  domainName: string
  resourceRecordName: string
  resourceRecordType: 'CNAME'
  resourceRecordValue: string
}>

/** The records that ACM asks for. They follow from account and name, so that a wildcard and its domain share one. */
export const validationOptions = (accountId: string, names: readonly string[]): ValidationOption[] =>
  names.map((domainName) => {
    const base = domainName.replace(/^\*\./, '').toLowerCase()
    return {
      domainName,
      resourceRecordName: `_${token(`${accountId}/${base}/name`)}.${base}.`,
      resourceRecordType: 'CNAME',
      resourceRecordValue: `_${token(`${accountId}/${base}/value`)}.${token(base).slice(0, 10)}.acm-validations.aws.`,
    }
  })

/**
 * `ISSUED` once all records are to be found in Route 53. A certificate that was issued stays so, whatever happens to the records:
 * it was if somebody saw it, which is what a validation or a listener stands for.
 */
export const certificateStatus = (world: World, { id, attributes }: AwsResource): 'ISSUED' | 'PENDING_VALIDATION' => {
  const wasSeen = ['CertificateValidation', 'LBListener']
    .flatMap((kind) => world.all(kind))
    .some((other) => other.attributes['certificateArn'] === id)
  const options = attributes['domainValidationOptions'] as readonly ValidationOption[]
  const isProved = attributes['validationMethod'] === 'DNS' && options.every((option) => isRecorded(world, option))
  return wasSeen || isProved ? 'ISSUED' : 'PENDING_VALIDATION'
}

const isRecorded = (world: World, { resourceRecordName, resourceRecordValue }: ValidationOption): boolean =>
  world
    .all('Record')
    .some(
      (record) =>
        stateOf(record, world.now) !== 'creating' &&
        record.attributes['type'] === 'CNAME' &&
        plain(record.attributes['name']) === plain(resourceRecordName) &&
        ((record.attributes['records'] ?? []) as unknown[]).some(
          (value) => plain(value) === plain(resourceRecordValue),
        ),
    )

const plain = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, '')

const token = (from: string): string => uuidFrom(from).replaceAll('-', '')
