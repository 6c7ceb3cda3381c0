import { describe, expect, test } from 'vitest'
import { meansEverybody, statementsOf } from '../src/conformance/policy.ts'
import { covers, isLimitedTo, isWorld } from '../src/conformance/traffic.ts'
import { type View, viewOf } from '../src/conformance/view.ts'
import { exampleSpec, graphOf } from './all-examples.ts'

const viewOfExample = (file: string, spec: object = {}): View =>
  viewOf(graphOf({ ...exampleSpec(file), ...spec }), '2026-11-24')

describe.each(['production.yaml', 'development.yaml', 'full.yaml'])('the whole platform of %s', (file) => {
  const view = viewOfExample(file)
  const cluster = view.layer('Cluster')?.composition.status['securityGroupId']
  const ingress = view.of('ec2/SecurityGroupIngressRule')

  test.each([5432, 6379])('%i is reachable only from the cluster', (port) => {
    const rules = ingress.filter(({ asked }) => covers(asked, port))
    expect(rules).toHaveLength(1)
    expect(cluster).toMatch(/^sg-/)
    for (const { asked } of rules) {
      expect(asked.referencedSecurityGroupId).toBe(cluster)
      expect([asked.cidrIpv4, asked.cidrIpv6, asked.prefixListId]).toEqual([undefined, undefined, undefined])
    }
  })

  test('the internet reaches ports 80 and 443 of the load balancer and nothing else', () => {
    const open = ingress.filter(({ asked }) => isWorld(asked))
    const [balancer] = view.of('elbv2/LB')
    expect(open.length).toBeGreaterThan(0)
    for (const { asked } of open) {
      expect(isLimitedTo(asked, [80, 443])).toBe(true)
      expect(balancer?.asked.securityGroups).toContain(asked.securityGroupId)
    }
  })

  test('no policy has a wildcard for actions', () => {
    const statements = view.of('iam/RolePolicy').flatMap(({ asked }) => statementsOf(asked.policy))
    expect(statements.length).toBeGreaterThan(10)
    const actions = statements.filter(({ allows }) => allows).flatMap((one) => one.actions)
    expect(actions.filter((action) => /^\*$|:\*$/.test(action))).toEqual([])
  })

  test('no role may be taken by everybody', () => {
    const roles = view.of('iam/Role')
    expect(roles.length).toBeGreaterThan(8)
    for (const { asked } of roles) {
      const trusted = statementsOf(asked.assumeRolePolicy).flatMap(({ principals }) => principals)
      expect(trusted.length).toBeGreaterThan(0)
      expect(trusted.filter(meansEverybody)).toEqual([])
    }
  })

  test('everything that holds data is encrypted', () => {
    const [database] = view.of('rds/Instance')
    const [cache] = view.of('elasticache/ReplicationGroup')
    expect(database?.asked.storageEncrypted).toBe(true)
    expect(cache?.asked).toMatchObject({ atRestEncryptionEnabled: 'true', transitEncryptionEnabled: true })
    for (const { asked } of view.of('ec2/LaunchTemplate')) {
      const disks = asked.blockDeviceMappings ?? []
      expect(disks.length).toBeGreaterThan(0)
      for (const { ebs } of disks) expect(ebs?.encrypted).toBe('true')
    }
    for (const { asked } of view.of('sns/Topic')) expect(asked.kmsMasterKeyId).toBeTruthy()
    const sealed = view.of('s3/BucketServerSideEncryptionConfiguration').map(({ asked }) => asked.bucket)
    for (const { id } of view.of('s3/Bucket')) expect(sealed).toContain(id)
    const forced = view.of('rds/ParameterGroup').flatMap(({ asked }) => asked.parameter ?? [])
    expect(forced).toContainEqual(expect.objectContaining({ name: 'rds.force_ssl', value: '1' }))
  })

  test('nothing else is public', () => {
    for (const { asked } of view.of('ec2/Subnet')) expect(asked.mapPublicIpOnLaunch).toBe(false)
    expect(view.of('rds/Instance').map(({ asked }) => asked.publiclyAccessible)).toEqual([false])
    for (const { asked } of view.of('eks/Cluster')) {
      expect(asked.vpcConfig?.endpointPublicAccess ? asked.vpcConfig.publicAccessCidrs : ['closed']).not.toEqual([])
      const wide = (asked.vpcConfig?.publicAccessCidrs ?? []).filter((cidr) => Number(cidr.split('/')[1]) < 8)
      expect(wide).toEqual([])
    }
    const closed = view.of('s3/BucketPublicAccessBlock').filter(({ asked }) => isClosed(asked))
    expect(closed.map(({ asked }) => asked.bucket).toSorted()).toEqual(
      view
        .of('s3/Bucket')
        .map(({ id }) => id)
        .toSorted(),
    )
    // what a registry keeps for how long is called a policy too
    const documents = view.all
      .filter(({ kind }) => kind !== 'ecr/LifecyclePolicy')
      .map(({ asked }) => (asked as { policy?: unknown }).policy)
    const open = documents
      .flatMap(statementsOf)
      .filter(({ allows, principals }) => allows && principals.some(meansEverybody))
    expect(open).toEqual([])
  })

  test('plain HTTP is answered with a redirect wherever there is a certificate', () => {
    const listeners = view.of('elbv2/LBListener').map(({ asked }) => asked)
    const encrypted = listeners.filter(({ protocol }) => protocol === 'HTTPS')
    const plain = listeners.filter(({ protocol }) => protocol === 'HTTP')
    for (const { sslPolicy } of encrypted) expect(sslPolicy).toMatch(/TLS13-1-2|TLS-1-2/)
    if (encrypted.length > 0)
      for (const { defaultAction } of plain) expect(defaultAction?.map(({ type }) => type)).toEqual(['redirect'])
    expect(listeners.length).toBeGreaterThan(0)
  })
})

test('in Production every key is ours, wherever AWS lets us choose', () => {
  const view = viewOfExample('production.yaml')
  const keys = new Set(view.of('kms/Key').flatMap(({ id, arn }) => [id, arn]))
  const used = [
    ...view
      .of('rds/Instance')
      .flatMap(({ asked }) => [asked.kmsKeyId, asked.performanceInsightsKmsKeyId, asked.masterUserSecretKmsKeyId]),
    ...view.of('elasticache/ReplicationGroup').map(({ asked }) => asked.kmsKeyId),
    ...view.of('cloudwatchlogs/Group').map(({ asked }) => asked.kmsKeyId),
    ...view.of('secretsmanager/Secret').map(({ asked }) => asked.kmsKeyId),
    ...view.of('sns/Topic').map(({ asked }) => asked.kmsMasterKeyId),
    ...view.of('ecr/Repository').map(({ asked }) => asked.encryptionConfiguration?.[0]?.kmsKey),
    ...view.of('eks/Cluster').map(({ asked }) => asked.encryptionConfig?.provider?.keyArn),
    ...view
      .of('ec2/LaunchTemplate')
      .flatMap(({ asked }) => (asked.blockDeviceMappings ?? []).map(({ ebs }) => ebs?.kmsKeyId)),
  ]
  expect(used.length).toBeGreaterThan(15)
  expect(used.filter((key) => !keys.has(key ?? ''))).toEqual([])
})

test.each(['1.34', '1.35', '1.36'])('Kubernetes %s is the version that reaches EKS when it is asked for', (version) => {
  const view = viewOfExample('production.yaml', { cluster: { version } })
  expect(view.of('eks/Cluster').map(({ asked }) => asked.version)).toEqual([version])
  for (const { asked } of view.of('eks/NodeGroup')) expect([undefined, version]).toContain(asked.version)
})

const isClosed = (asked: Readonly<Record<string, unknown>>): boolean =>
  ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].every(
    (field) => asked[field] === true,
  )
