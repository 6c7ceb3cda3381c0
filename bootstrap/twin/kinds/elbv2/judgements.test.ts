import { describe, expect, test } from 'vitest'
import type { Attributes } from '../../service/aws-resource.ts'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { forward, policyOf, said, type TestEdge, targetGroup, testEdge } from '../../test/test-edge.ts'

type Call = (aws: TestAccount, edge: TestEdge) => Promise<unknown>

const region = 'ap-northeast-1'
const balancer =
  (more: Attributes = {}): Call =>
  (aws, edge) =>
    aws.ask('LB', edge.balancer(more))
const targets =
  (more: Attributes): Call =>
  (aws, { vpc }) =>
    aws.ask('LBTargetGroup', targetGroup(vpc.id, { name: 'other', ...more }))
const listener =
  (more: Attributes): Call =>
  async (aws, edge) => {
    const { id } = await aws.make('LB', edge.balancer())
    return aws.ask('LBListener', {
      loadBalancerArn: id,
      port: 80,
      protocol: 'HTTP',
      defaultAction: forward(edge.targets.id),
      ...more,
    })
  }
const https = (certificateArn: string, more: Attributes = {}) => ({
  port: 443,
  protocol: 'HTTPS',
  certificateArn,
  ...more,
})
const made = async (aws: TestAccount, edge: TestEdge) => {
  const lb = await aws.make('LB', edge.balancer())
  const http = await aws.make('LBListener', {
    loadBalancerArn: lb.id,
    port: 80,
    protocol: 'HTTP',
    defaultAction: forward(edge.targets.id),
  })
  return { lb, http }
}
const rule =
  (more: Attributes): Call =>
  async (aws, edge) => {
    const { http } = await made(aws, edge)
    const given = { listenerArn: http.id, priority: 10, action: forward(edge.targets.id), condition: [path('/a')] }
    await aws.make('LBListenerRule', given)
    return aws.ask('LBListenerRule', { ...given, priority: 20, ...more })
  }
const path = (...values: string[]) => ({ pathPattern: { values } })
const elsewhere = 'arn:aws:acm:us-east-1:111122223333:certificate/x'
const nobodys = 'arn:aws:elasticloadbalancing:ap-northeast-1:111122223333:targetgroup/none/0000000000000000'

describe('ELB judges a creation', () => {
  test.each<{ why: string; call: Call; says: string | RegExp | undefined }>([
    { why: 'a load balancer in two zones is fine', call: balancer(), says: undefined },
    {
      why: 'a name has 32 letters at most',
      call: balancer({ name: 'a'.repeat(33) }),
      says: `ValidationError: Load balancer name '${'a'.repeat(33)}' cannot be longer than '32' characters`,
    },
    {
      why: 'a name has letters, digits and hyphens',
      call: balancer({ name: 'a.b' }),
      says: "ValidationError: Load balancer name 'a.b' can only contain characters that are alphanumeric or hyphens",
    },
    {
      why: 'a name does not end in a hyphen',
      call: balancer({ name: 'a-' }),
      says: "ValidationError: Load balancer name 'a-' cannot begin or end with '-'",
    },
    {
      why: 'some names are reserved',
      call: balancer({ name: 'internal-a' }),
      says: "ValidationError: Load balancer name 'internal-a' is prefixed with the reserved value 'internal-'",
    },
    {
      why: 'a name is taken once in a region',
      call: async (aws, edge) => {
        await made(aws, edge)
        return aws.ask('LB', edge.balancer())
      },
      says: "DuplicateLoadBalancerName: A load balancer with the same name 'alb' exists, but with different settings",
    },
    {
      why: 'one zone is not enough',
      call: (aws, { a, group }) => aws.ask('LB', { name: 'x', subnets: [a.id], securityGroups: [group.id] }),
      says: 'ValidationError: At least two subnets in two different Availability Zones must be specified',
    },
    {
      why: 'one subnet of each zone is enough',
      call: async (aws, { vpc, a, c }) => {
        const more = await aws.make('Subnet', {
          vpcId: vpc.id,
          cidrBlock: '10.0.2.0/24',
          availabilityZone: `${region}a`,
        })
        return aws.ask('LB', { name: 'x', subnets: [a.id, c.id, more.id] })
      },
      says: 'InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    },
    {
      why: 'subnets exist',
      call: balancer({ subnets: ['subnet-0', 'subnet-1'] }),
      says: "SubnetNotFound: The subnet ID 'subnet-0' does not exist",
    },
    {
      why: 'the internet is reached through a gateway',
      call: async (aws, edge) => {
        await aws.remove(edge.internet)
        return aws.ask('LB', edge.balancer())
      },
      says: /^InvalidSubnet: VPC vpc-\w+ has no internet gateway$/,
    },
    {
      why: 'an internal one needs none',
      call: async (aws, edge) => {
        await aws.remove(edge.internet)
        return aws.ask('LB', edge.balancer({ internal: true }))
      },
      says: undefined,
    },
    {
      why: 'security groups are of the VPC',
      call: balancer({ securityGroups: ['sg-0'] }),
      says: 'InvalidSecurityGroup: One or more security groups are invalid',
    },
    {
      why: 'an idle connection is closed after 4000 s at most',
      call: balancer({ idleTimeout: 4001 }),
      says: "ValidationError: Load balancer attribute key 'idle_timeout.timeout_seconds' must be between 1 and 4000 inclusive",
    },
    { why: 'another target group is fine', call: targets({}), says: undefined },
    {
      why: 'names of target groups too',
      call: targets({ name: 'a_b' }),
      says: "ValidationError: Target group name 'a_b' can only contain characters that are alphanumeric or hyphens",
    },
    {
      why: 'names of target groups are taken once',
      call: targets({ name: 'api' }),
      says: "DuplicateTargetGroupName: A target group with the same name 'api' exists, but with different settings",
    },
    {
      why: 'target groups lie in a VPC',
      call: targets({ vpcId: 'vpc-0' }),
      says: "ValidationError: The VPC ID 'vpc-0' is not found",
    },
    { why: 'targets have a port', call: targets({ port: 0 }), says: 'ValidationError: A port must be specified' },
    {
      why: 'a check is over before the next one',
      call: targets({ healthCheck: { timeout: 10, interval: 10 } }),
      says: "ValidationError: Health check timeout '10' must be smaller than the interval '10'",
    },
    {
      why: 'checks are not too frequent',
      call: targets({ healthCheck: { interval: 4 } }),
      says: "ValidationError: Health check interval '4' must be between '5' and '300' inclusive",
    },
    {
      why: 'a check asks for a path',
      call: targets({ healthCheck: { path: 'healthz' } }),
      says: "ValidationError: Health check path 'healthz' must begin with a '/' character",
    },
    {
      why: 'a failure is no health',
      call: targets({ healthCheck: { matcher: '200-503' } }),
      says: "ValidationError: Health check matcher HTTP code '200-503' must be within '200-499' inclusive",
    },
    { why: 'a listener is fine', call: listener({}), says: undefined },
    {
      why: 'a listener belongs to a load balancer',
      call: listener({ loadBalancerArn: 'arn:x' }),
      says: "LoadBalancerNotFound: Load balancers '[arn:x]' not found",
    },
    {
      why: 'a port is listened on once',
      call: async (aws, edge) => {
        const { lb } = await made(aws, edge)
        return aws.ask('LBListener', { loadBalancerArn: lb.id, port: 80, defaultAction: forward(edge.targets.id) })
      },
      says: /^DuplicateListener: A listener already exists on this port for this load balancer/,
    },
    {
      why: 'HTTPS needs a certificate',
      call: listener({ port: 443, protocol: 'HTTPS' }),
      says: 'ValidationError: A certificate must be specified for HTTPS listeners',
    },
    {
      why: 'HTTP takes none',
      call: listener({ certificateArn: elsewhere }),
      says: 'ValidationError: You cannot specify certificates for an HTTP listener',
    },
    {
      why: 'a certificate is of the region',
      call: listener(https(elsewhere)),
      says: `UnsupportedCertificate: The certificate '${elsewhere}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    },
    {
      why: 'a certificate is of the account',
      call: listener(https('arn:aws:acm:ap-northeast-1:999999999999:certificate/x')),
      says: "CertificateNotFound: Certificate 'arn:aws:acm:ap-northeast-1:999999999999:certificate/x' not found",
    },
    {
      why: 'one that somebody brings along is taken',
      call: listener(https('arn:aws:acm:ap-northeast-1:111122223333:certificate/x')),
      says: undefined,
    },
    {
      why: 'policies for TLS are known by name',
      call: listener(https('arn:aws:acm:ap-northeast-1:111122223333:certificate/x', { sslPolicy: 'modern' })),
      says: "SSLPolicyNotFound: SSL policy 'modern' not found",
    },
    {
      why: 'a target group exists',
      call: listener({ defaultAction: forward(nobodys) }),
      says: `TargetGroupNotFound: Target groups '${nobodys}' not found`,
    },
    {
      why: 'a target group belongs to one load balancer',
      call: async (aws, edge) => {
        await made(aws, edge)
        const { id } = await aws.make('LB', edge.balancer({ name: 'second' }))
        return aws.ask('LBListener', { loadBalancerArn: id, port: 80, defaultAction: forward(edge.targets.id) })
      },
      says: /^TargetGroupAssociationLimit: The following target groups cannot be associated with more than/,
    },
    {
      why: 'a redirect to HTTPS is fine',
      call: listener({
        defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
      }),
      says: undefined,
    },
    {
      why: 'a redirect says which',
      call: listener({ defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS' } }] }),
      says: 'InvalidLoadBalancerAction: The redirect status code must be HTTP_301 or HTTP_302',
    },
    {
      why: 'a redirect leads elsewhere',
      call: listener({ defaultAction: [{ type: 'redirect', redirect: { statusCode: 'HTTP_301' } }] }),
      says: 'InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop. The URI (protocol, host, port and path) must differ',
    },
    {
      why: 'a fixed response is complete',
      call: listener({ defaultAction: [{ type: 'fixed-response', fixedResponse: { statusCode: '404' } }] }),
      says: 'InvalidLoadBalancerAction: The fixed response must have a content type and a status code 2XX, 4XX or 5XX',
    },
    {
      why: 'other actions are none',
      call: listener({ defaultAction: [{ type: 'drop' }] }),
      says: "InvalidLoadBalancerAction: 'drop' is not a valid action type",
    },
    { why: 'a second rule is fine', call: rule({}), says: undefined },
    { why: 'a rule without a priority comes last', call: rule({ priority: undefined }), says: undefined },
    {
      why: 'priorities are unique',
      call: rule({ priority: 10 }),
      says: "PriorityInUse: Priority '10' is currently in use",
    },
    {
      why: 'priorities have bounds',
      call: rule({ priority: 50_001 }),
      says: "ValidationError: Priority '50001' must be between '1' and '50000' inclusive",
    },
    {
      why: 'a rule has a listener',
      call: rule({ listenerArn: 'arn:x' }),
      says: "ListenerNotFound: Listeners '[arn:x]' not found",
    },
    {
      why: 'a rule has a condition',
      call: rule({ condition: [] }),
      says: 'ValidationError: A rule must have at least one condition',
    },
    {
      why: 'a condition is about one thing',
      call: rule({ condition: [{ ...path('/a'), hostHeader: { values: ['a'] } }] }),
      says: 'ValidationError: A condition must have exactly one field with values',
    },
    {
      why: 'a rule has five values at most',
      call: rule({ condition: [path('/a', '/b', '/c'), { hostHeader: { values: ['a', 'b', 'c'] } }] }),
      says: "ValidationError: A rule can have at most '5' condition values",
    },
  ])('$why', async ({ call, says }) => {
    const aws = testAccount()
    const answer = said(await call(aws, await testEdge(aws)))
    if (says instanceof RegExp) expect(answer).toMatch(says)
    else expect(answer).toBe(says)
  })
})

describe('ELB judges a deletion', () => {
  test('a protected load balancer stays until it is protected no more', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const lb = await aws.make('LB', edge.balancer({ enableDeletionProtection: true }))
    expect(said(await aws.remove(lb))).toBe(
      `OperationNotPermitted: Load balancer '${lb.id}' cannot be deleted because deletion protection is enabled`,
    )
    await aws.modify(lb, { enableDeletionProtection: false })
    const now = aws.account.world(region).get('LB', lb.id)
    expect(said(now && (await aws.remove(now)))).toBeUndefined()
  })

  test('a target group stays while a listener or a rule uses it; both go with the load balancer', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const { lb, http } = await made(aws, edge)
    const given = { listenerArn: http.id, action: forward(edge.targets.id), condition: [path('/a')] }
    const second = await aws.make('LBListenerRule', given)
    expect(await aws.remove(edge.targets)).toMatchObject({ code: 'ResourceInUse', blockers: [http.id, second.id] })
    await aws.remove(lb)
    expect(aws.account.list().map(({ kind }) => kind)).not.toContain('LBListenerRule')
    expect(await aws.remove(edge.targets)).toBeUndefined()
  })

  test('its interfaces hold on to subnets, group and gateway for a while', async () => {
    const before = testAccount()
    const edge = await testEdge(before)
    const aws = testAccount(1, [...before.entries], before.clock)
    const lb = await aws.make('LB', edge.balancer())
    const interfaces = () => aws.account.world(region).all('NetworkInterface')
    expect(interfaces().map(({ attributes }) => attributes)).toMatchObject([
      { subnetId: edge.a.id, securityGroups: [edge.group.id], description: `ELB ${lb.attributes['arnSuffix']}` },
      { subnetId: edge.c.id },
    ])
    await aws.remove(lb)
    await aws.clock.advance(60_000)
    expect(aws.account.world(region).get('LB', lb.id)).toBeUndefined()
    const blockers = interfaces().map(({ id }) => id)
    expect(await aws.remove(edge.group)).toMatchObject({ code: 'DependencyViolation', blockers })
    expect(await aws.remove(edge.a)).toMatchObject({ code: 'DependencyViolation', blockers: blockers.slice(0, 1) })
    expect(await aws.remove(edge.internet)).toMatchObject({ code: 'DependencyViolation', blockers })
    await aws.clock.advance(30_000)
    expect(interfaces()).toEqual([])
    expect(await aws.remove(edge.group)).toBeUndefined()
  })
})

const delivery = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::logs-1/alb/AWSLogs/111122223333/*',
  ...more,
})
const logs = { accessLogs: { bucket: 'logs-1', prefix: 'alb', enabled: true } }
const denied = 'InvalidConfigurationRequest: Access Denied for bucket: logs-1. Please check S3bucket permission'

describe('access logs', () => {
  test.each([
    { why: 'the log delivery may write', policy: policyOf(delivery()), says: undefined },
    {
      why: 'the account of ELB in the region may write',
      policy: policyOf(delivery({ Principal: { AWS: 'arn:aws:iam::582318560864:root' } })),
      says: undefined,
    },
    {
      why: 'for this account only',
      policy: policyOf(delivery({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })),
      says: undefined,
    },
    {
      why: 'for another account',
      policy: policyOf(delivery({ Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } })),
      says: denied,
    },
    {
      why: 'into another folder',
      policy: policyOf(delivery({ Resource: 'arn:aws:s3:::logs-1/AWSLogs/111122223333/*' })),
      says: denied,
    },
    { why: 'nobody said anything', policy: undefined, says: denied },
  ])('$why', async ({ policy, says }) => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    await aws.make('Bucket', {}, 'logs-1')
    if (policy) await aws.make('BucketPolicy', { bucket: 'logs-1', policy })
    expect(said(await aws.ask('LB', edge.balancer(logs)))).toBe(says)
  })

  test('a bucket with a KMS key is none for them', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    await aws.make('Bucket', {}, 'logs-1')
    await aws.make('BucketPolicy', { bucket: 'logs-1', policy: policyOf(delivery()) })
    const rule = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }]
    await aws.make('BucketServerSideEncryptionConfiguration', { bucket: 'logs-1', rule })
    expect(said(await aws.ask('LB', edge.balancer(logs)))).toBe(denied)
  })

  test('leave an object behind, also when they are turned off', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const bucket = await aws.make('Bucket', {}, 'logs-1')
    await aws.make('BucketPolicy', { bucket: 'logs-1', policy: policyOf(delivery()) })
    const lb = await aws.make('LB', edge.balancer(logs))
    await aws.modify(lb, { accessLogs: { bucket: 'logs-1', enabled: false } })
    await aws.remove(lb)
    expect(await aws.remove(bucket)).toMatchObject({
      code: 'BucketNotEmpty',
      blockers: ['logs-1/alb/AWSLogs/111122223333/ELBAccessLogTestFile'],
    })
  })
})
