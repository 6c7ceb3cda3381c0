import { type Desired, managed, refTo } from '../../managed.ts'
import { asked, observation } from '../../observed.ts'
import { certificateNames } from './certificates.ts'
import { type CertificateNames, type EdgePlan, keys } from './edge-plan.ts'

/** A record that proves to ACM that a host name is ours. */
export type ValidationRecord = Readonly<{ hostname: string; name: string; type: string; value: string }>

/** The records that ACM asks for, one for each host name, and the wait until it has seen them. */
export const certificateValidation = (edge: EdgePlan): Desired[] => {
  const names = certificateNames(edge)
  const { hostedZoneId } = edge.spec
  if (!names || !hostedZoneId) return []
  const records = distinct(validationRecords(edge))
  return [...records.map((one) => record(edge, hostedZoneId, one)), ...validation(edge, names)]
}

/** What ACM asks for, in the order of the names; nothing for a name that it has not answered yet. */
export const validationRecords = (edge: EdgePlan): ValidationRecord[] => {
  const names = certificateNames(edge)
  if (!names) return []
  return allNames(names).flatMap((hostname) => answerOf(edge, names, hostname) ?? askedBefore(edge, hostname) ?? [])
}

/** Until ACM has said which records it wants, there is nothing to validate with. */
export const withheldValidation = (edge: EdgePlan): string[] => {
  const names = certificateNames(edge)
  return names && validation(edge, names).length === 0 ? ['the validation records of ACM, to prove the host names'] : []
}

const allNames = ({ domainName, alternativeNames }: CertificateNames): string[] => [domainName, ...alternativeNames]

const answerOf = ({ observed }: EdgePlan, names: CertificateNames, hostname: string): ValidationRecord | undefined => {
  const options = observation(observed, 'acm/Certificate', keys.certificate(names)).domainValidationOptions ?? []
  const { resourceRecordName, resourceRecordType, resourceRecordValue } =
    options.find(({ domainName }) => domainName === hostname) ?? {}
  if (!resourceRecordName || !resourceRecordType || !resourceRecordValue) return undefined
  return { hostname, name: withoutDot(resourceRecordName), type: resourceRecordType, value: resourceRecordValue }
}

const askedBefore = ({ observed, spec }: EdgePlan, hostname: string): ValidationRecord | undefined => {
  const key = keys.validationRecord(spec.hostedZoneId ?? '', hostname)
  const { name, type, records } = asked(observed, 'route53/Record', key)
  const value = records?.[0]
  return name && type && value ? { hostname, name, type, value } : undefined
}

/** Route 53 has one record of a name. */
const distinct = (records: readonly ValidationRecord[]): ValidationRecord[] =>
  records.filter(({ name }, place) => records.findIndex((other) => other.name === name) === place)

const record = ({ layer }: EdgePlan, zoneId: string, { hostname, name, type, value }: ValidationRecord): Desired =>
  managed(layer, 'route53/Record', keys.validationRecord(zoneId, hostname), {
    zoneId,
    name,
    type,
    ttl: 300,
    records: [value],
    // ACM asks for the same record whenever the account wants a certificate for the name: it may be there already
    allowOverwrite: true,
  })

/** Becomes ready when ACM has issued the certificate, which it does some minutes after the records can be seen. */
const validation = (edge: EdgePlan, names: CertificateNames): Desired[] => {
  const { layer, observed } = edge
  const key = keys.certificateValidation(names)
  const records = validationRecords(edge)
  const complete = records.length === allNames(names).length
  const validationRecordFqdns = complete
    ? distinct(records).map(({ name }) => name)
    : asked(observed, 'acm/CertificateValidation', key).validationRecordFqdns
  if (!validationRecordFqdns) return []
  const certificateArnRef = refTo(layer, keys.certificate(names))
  return [managed(layer, 'acm/CertificateValidation', key, { certificateArnRef, validationRecordFqdns })]
}

const withoutDot = (name: string): string => name.replace(/\.$/, '')
