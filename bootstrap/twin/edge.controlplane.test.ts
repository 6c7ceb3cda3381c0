import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readManifests } from '../local/install/manifests.ts'
import type { Manifest } from '../local/install/resources.ts'
import type { Managed } from './provider/managed.ts'
import type { Attributes } from './service/aws-resource.ts'
import {
  applyIn,
  conditionOf,
  eventually,
  managedIn,
  notReady,
  resourceOf,
  type SmallCluster,
  startSmallCluster,
} from './test/small-cluster.ts'
import { startTwin, type TwinProcess } from './test/twin-process.ts'

const namespace = 'edge'
const region = 'ap-northeast-1'

let cluster: SmallCluster
let twin: TwinProcess | undefined

beforeAll(async () => {
  cluster = await startSmallCluster()
  twin = await startTwin({
    kubeconfigPath: cluster.stack.kubeconfigOf('twin'),
    stateDir: cluster.twinState,
    timeScale: 0,
  })
})
afterEach(() => {
  if (twin?.output().includes('"level":50')) throw new Error(twin.output())
})
afterAll(async () => {
  await twin?.stop()
  await cluster?.close()
  await cluster?.stack.remove()
})

const manifest = (group: string, kind: string, name: string, forProvider: object): Manifest =>
  ({
    apiVersion: `${group}.aws.m.upbound.io/v1beta1`,
    kind,
    metadata: { name },
    spec: { forProvider },
  }) as unknown as Manifest

const observed = async (of: Manifest): Promise<Attributes> => {
  const [managed] = await managedIn(cluster, namespace, [of])
  expect(conditionOf(managed, 'Ready')?.status).toBe('True')
  return managed?.status?.atProvider ?? {}
}

/** What can only be asked for when AWS has told ARNs and names. */
const lateManifests = (balancer: Attributes, certificate: Attributes): Manifest[] => {
  const [proof] = certificate['domainValidationOptions'] as Readonly<Record<string, string>>[]
  return [
    manifest('route53', 'Record', 'proof', {
      zoneId: 'Z0123456789',
      name: proof?.['resourceRecordName'],
      type: proof?.['resourceRecordType'],
      ttl: 60,
      records: [proof?.['resourceRecordValue']],
    }),
    manifest('route53', 'Record', 'edge', {
      zoneId: 'Z0123456789',
      name: 'edge.example.com',
      type: 'A',
      alias: { name: balancer['dnsName'], zoneId: balancer['zoneId'], evaluateTargetHealth: true },
    }),
    manifest('elbv2', 'LBListener', 'https', {
      region,
      loadBalancerArnRef: { name: 'edge' },
      port: 443,
      protocol: 'HTTPS',
      certificateArn: certificate['arn'],
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      defaultAction: [{ type: 'forward', targetGroupArnRef: { name: 'api' } }],
    }),
    manifest('wafv2', 'WebACLAssociation', 'edge', {
      region,
      resourceArn: balancer['arn'],
      webAclArn: `arn:aws:wafv2:${region}:111122223333:regional/webacl/edge/0a1b`,
    }),
  ]
}

const ready = (of: readonly Manifest[]) =>
  eventually(async () => expect(notReady(await managedIn(cluster, namespace, of))).toEqual([]))

/** What a user of the console does: the provider changes nothing of an object that is being deleted. */
const outside = async (method: 'PATCH' | 'DELETE', resource: string, changes?: Attributes) => {
  const answer = await fetch(`${twin?.url}/aws/resources/${resource}`, {
    method,
    body: JSON.stringify(changes) ?? null,
  })
  expect(answer.status).toBe(200)
}

const message = (all: readonly Managed[], kind: string, name: string): string | undefined =>
  conditionOf(
    all.find((managed) => managed.kind === kind && managed.metadata.name === name),
    'Synced',
  )?.message

const kindsLeft = async (): Promise<string[]> => {
  const answer = await fetch(`${twin?.url}/aws/resources`)
  return ((await answer.json()) as { kind: string }[]).map(({ kind }) => kind)
}

describe('an edge with alarms', () => {
  test('becomes ready as AWS tells names, and goes in any order as far as AWS lets it', async () => {
    const early = await readManifests(fileURLToPath(new URL('test/edge.yaml', import.meta.url)))
    const find = (kind: string, name: string) =>
      early.find((one) => one.kind === kind && one.metadata.name === name) as Manifest
    await applyIn(cluster, namespace, early)
    await ready(early.filter(({ kind }) => kind !== 'CertificateValidation'))
    const [validation] = await managedIn(cluster, namespace, [find('CertificateValidation', 'edge')])
    expect(conditionOf(validation, 'Ready')).toMatchObject({ status: 'False', reason: 'Creating' })
    expect(conditionOf(validation, 'Synced')).toMatchObject({ status: 'True' })

    const certificate = await observed(find('Certificate', 'edge'))
    expect(certificate).toMatchObject({ status: 'PENDING_VALIDATION' })
    const balancer = await observed(find('LB', 'edge'))
    const late = lateManifests(balancer, certificate)
    await applyIn(cluster, namespace, late)
    const all = [...early, ...late]
    await ready(all)
    expect(await observed(find('TopicSubscription', 'page'))).toMatchObject({ pendingConfirmation: true })
    expect(balancer['arnSuffix']).toMatch(/^app\/edge\/[0-9a-f]{16}$/)
    expect((await kindsLeft()).filter((kind) => kind === 'NetworkInterface')).toHaveLength(2)

    for (const one of all)
      await cluster.client.remove(
        resourceOf(one),
        { namespace, name: one.metadata.name },
        { propagation: 'Background', signal: cluster.signal },
      )
    await eventually(async () => {
      const left = await managedIn(cluster, namespace, all)
      expect(message(left, 'LB', 'edge')).toContain('OperationNotPermitted: Load balancer')
      expect(message(left, 'Bucket', 'edge-logs-1')).toContain('api error BucketNotEmpty: The bucket you tried')
      expect(message(left, 'Subnet', 'public-a')).toContain('api error DependencyViolation: The subnet')
      expect(message(left, 'SecurityGroup', 'alb')).toContain('api error DependencyViolation: resource sg-')
      expect(message(left, 'VPC', 'edge')).toContain('api error DependencyViolation: The vpc')
    })
    await outside('PATCH', `LB/${region}/${balancer['arn']}`, { enableDeletionProtection: false })
    await outside('DELETE', `S3Object/${region}/edge-logs-1/AWSLogs/111122223333/ELBAccessLogTestFile`)
    await eventually(async () => expect(await managedIn(cluster, namespace, all)).toEqual([]), 120_000)
    expect(await kindsLeft()).toEqual(['PendingKey'])
  })
})
