import { describe, expect, test } from 'vitest'
import { observationOf } from '../../provider/observation.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { kindOf, type TestAccount, testAccount } from '../../test/test-account.ts'
import { said, testEdge } from '../../test/test-edge.ts'
import type { ValidationOption } from './issued.ts'

const zoneId = 'Z0123456789'
const wanted = { domainName: 'tasks.example.com', validationMethod: 'DNS' }

const recordFor = ({ resourceRecordName, resourceRecordValue }: ValidationOption): Attributes => ({
  zoneId,
  name: resourceRecordName,
  type: 'CNAME',
  ttl: 60,
  records: [resourceRecordValue],
})

const optionsOf = ({ attributes }: AwsResource) => attributes['domainValidationOptions'] as ValidationOption[]

const observed = (aws: TestAccount, certificate: AwsResource) =>
  observationOf(kindOf('Certificate'), aws.account.world('ap-northeast-1'), certificate)

const issue = async (aws: TestAccount, args: Attributes = wanted) => {
  const certificate = await aws.make('Certificate', args)
  for (const option of new Map(optionsOf(certificate).map((one) => [one.resourceRecordName, one])).values())
    await aws.make('Record', recordFor(option))
  return certificate
}

describe('ACM judges', () => {
  test.each([
    { why: 'a name is fine', args: wanted, says: undefined },
    { why: 'a wildcard too', args: { ...wanted, subjectAlternativeNames: ['*.tasks.example.com'] }, says: undefined },
    {
      why: 'a name is a domain name',
      args: { ...wanted, domainName: 'tasks_example' },
      says: /^ValidationException: 1 validation error detected: Value 'tasks_example' at 'domainName' failed/,
    },
    {
      why: 'the first name has 64 letters at most',
      args: { ...wanted, domainName: `${'a'.repeat(60)}.example.com` },
      says: /^ValidationException: The first domain name can be no longer than 64 characters.$/,
    },
    {
      why: 'ten names are enough',
      args: { ...wanted, subjectAlternativeNames: Array.from({ length: 10 }, (_, at) => `a${at}.example.com`) },
      says: /^LimitExceededException: Reached a maximum of 10 domain names per certificate.$/,
    },
    {
      why: 'it must be proved somehow',
      args: { domainName: 'tasks.example.com' },
      says: /^ValidationException: `certificate_authority_arn` or `validation_method` must be set/,
    },
  ])('$why', async ({ args, says }) => {
    const answer = said(await testAccount().ask('Certificate', args))
    if (says) expect(answer).toMatch(says)
    else expect(answer).toBeUndefined()
  })
})

describe('a certificate', () => {
  test('asks for the same record whenever the same account asks for the same name, and once for a wildcard', async () => {
    const both = { ...wanted, subjectAlternativeNames: ['*.tasks.example.com', 'grafana.example.com'] }
    const [one, other] = [await testAccount().make('Certificate', both), await testAccount().make('Certificate', both)]
    expect(optionsOf(one)).toEqual(optionsOf(other))
    const [base, wildcard, grafana] = optionsOf(one)
    expect(base).toMatchObject({
      domainName: 'tasks.example.com',
      resourceRecordName: expect.stringMatching(/^_[0-9a-f]{32}\.tasks\.example\.com\.$/),
      resourceRecordType: 'CNAME',
      resourceRecordValue: expect.stringMatching(/^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/),
    })
    expect(wildcard).toEqual({ ...base, domainName: '*.tasks.example.com' })
    expect(grafana?.resourceRecordName).not.toBe(base?.resourceRecordName)
  })

  test('is issued when all its records are there, and no other ones', async () => {
    const aws = testAccount()
    const certificate = await aws.make('Certificate', { ...wanted, subjectAlternativeNames: ['grafana.example.com'] })
    const [one, other] = optionsOf(certificate) as [ValidationOption, ValidationOption]
    await aws.make('Record', recordFor(one))
    await aws.make('Record', { ...recordFor(other), records: ['elsewhere.example.com'] })
    expect(observed(aws, certificate)).toMatchObject({ status: 'PENDING_VALIDATION' })
    await aws.make('Record', { ...recordFor(other), allowOverwrite: true })
    expect(observed(aws, certificate)).toMatchObject({
      status: 'ISSUED',
      subjectAlternativeNames: ['tasks.example.com', 'grafana.example.com'],
    })
  })

  test('waits until the name servers have the records', async () => {
    const aws = testAccount(1)
    const certificate = await issue(aws)
    expect(observed(aws, certificate)).toMatchObject({ status: 'PENDING_VALIDATION' })
    await aws.clock.advance(30_000)
    expect(observed(aws, certificate)).toMatchObject({ status: 'ISSUED' })
  })

  test('is of no use to a listener before, and stays while one uses it', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const certificate = await aws.make('Certificate', wanted)
    const { id } = await aws.make('LB', edge.balancer())
    const listener = {
      loadBalancerArn: id,
      port: 443,
      protocol: 'HTTPS',
      certificateArn: certificate.id,
      defaultAction: [{ type: 'forward', targetGroupArn: edge.targets.id }],
    }
    expect(await aws.ask('LBListener', listener)).toMatchObject({ code: 'UnsupportedCertificate', wants: 'Record' })
    for (const option of optionsOf(certificate)) await aws.make('Record', recordFor(option))
    const made = await aws.make('LBListener', listener)
    expect(await aws.remove(certificate)).toMatchObject({ code: 'ResourceInUseException', blockers: [made.id] })
    await aws.remove(made)
    expect(await aws.remove(certificate)).toBeUndefined()
  })
})

describe('a validation', () => {
  test('is patient while the records are missing, and leaves no trace in the log', async () => {
    const aws = testAccount()
    const certificate = await aws.make('Certificate', wanted)
    const entries = aws.entries.length
    expect(await aws.ask('CertificateValidation', { certificateArn: certificate.id })).toMatchObject({
      pending: true,
      wants: 'Record',
    })
    expect(aws.entries).toHaveLength(entries)
  })

  test('once made, the certificate stays issued whatever happens to the records', async () => {
    const aws = testAccount()
    const certificate = await issue(aws)
    const validationRecordFqdns = optionsOf(certificate).map(({ resourceRecordName }) => resourceRecordName)
    await aws.make('CertificateValidation', { certificateArn: certificate.id, validationRecordFqdns })
    for (const record of aws.account.world('ap-northeast-1').all('Record')) await aws.remove(record)
    expect(observed(aws, certificate)).toMatchObject({ status: 'ISSUED' })
  })

  test.each([
    {
      why: 'names every record, if it names one',
      validation: (arn: string) => ({ certificateArn: arn, validationRecordFqdns: ['a.example.com'] }),
      says: /^ValidationException: missing tasks\.example\.com DNS validation record: _[0-9a-f]{32}\.tasks\.example\.com$/,
    },
    {
      why: 'is about a certificate',
      validation: () => ({ certificateArn: 'arn:x' }),
      says: /^ResourceNotFoundException: Could not find certificate arn:x\.$/,
    },
  ])('$why', async ({ validation, says }) => {
    const aws = testAccount()
    const { id } = await issue(aws)
    expect(said(await aws.ask('CertificateValidation', validation(id)))).toMatch(says)
  })
})
