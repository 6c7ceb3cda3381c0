import { identityNames } from '@taskplatform/crds/layers/identities'
import { describe, expect, test } from 'vitest'
import { productionIdentities } from '../../../test/clusters.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import type { Statement } from '../policy-document.ts'
import { composeIdentities } from './identities.ts'
import { identityTable } from './table.ts'

const irsa = settled(productionIdentities())
const podIdentity = settled(productionIdentities({ workloadIdentity: 'PodIdentity' }))

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}
const statements = (composition: Composition, key: string, field = 'policy'): Statement[] =>
  JSON.parse(String(asked(composition, key)[field] ?? '{"Statement":[]}')).Statement
const actions = (some: readonly Statement[]) => some.flatMap(({ Action }) => Action)
const resources = (some: readonly Statement[]) => some.flatMap(({ Resource = [] }) => Resource)
const policiesIn = (composition: Composition) =>
  Object.keys(composition.resources)
    .filter((key) => key.startsWith('policy-'))
    .map((key) => [key, statements(composition, key)] as const)

test('every identity stands in the table, under a service account of its own, never the default one', () => {
  expect(identityTable.map(({ name }) => name)).toEqual(identityNames)
  const accounts = identityTable.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)
  expect(new Set(accounts).size).toBe(accounts.length)
  for (const { serviceAccount } of identityTable) expect(serviceAccount).not.toBe('default')
})

test('every identity has a role, and the status tells which', () => {
  expect(irsa.composition.status['roles']).toEqual(
    identityTable.map(({ name, namespace, serviceAccount }) => ({
      name,
      roleArn: expect.stringMatching(/^arn:aws:iam::\d{12}:role\//),
      namespace,
      serviceAccount,
    })),
  )
  expect(composeIdentities(productionIdentities(), {}).status.roles).toEqual([])
})

describe('who may take a role', () => {
  test('with IRSA: tokens of one service account of this cluster, meant for STS', () => {
    const issuer = 'oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF'
    expect(statements(irsa.composition, 'role-app', 'assumeRolePolicy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: 'system:serviceaccount:task-app:api',
            [`${issuer}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ])
    expect(Object.keys(irsa.composition.resources).filter((key) => key.startsWith('association-'))).toEqual([])
  })

  test('with Pod Identity: the agent, for this cluster, for one service account, by an association', () => {
    const { clusterArn, clusterName } = productionIdentities().spec as Record<string, string>
    expect(statements(podIdentity.composition, 'role-app', 'assumeRolePolicy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '111122223333',
            'aws:RequestTag/kubernetes-namespace': 'task-app',
            'aws:RequestTag/kubernetes-service-account': 'api',
          },
          ArnEquals: { 'aws:SourceArn': clusterArn },
        },
      },
    ])
    expect(asked(podIdentity.composition, 'association-app')).toMatchObject({
      clusterName,
      namespace: 'task-app',
      serviceAccount: 'api',
      roleArnRef: { name: 'tasks-identities-role-app' },
    })
  })

  test('the rights are the same either way', () =>
    expect(policiesIn(podIdentity.composition)).toEqual(policiesIn(irsa.composition)))
})

describe('no wildcard IAM', () => {
  test.each(policiesIn(irsa.composition).map(([key, some]) => ({ key, some })))(
    '$key names every action',
    ({ some }) => {
      expect(some.length).toBeGreaterThan(0)
      for (const action of actions(some)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/)
    },
  )

  test.each(policiesIn(irsa.composition).map(([key, some]) => ({ key, some })))(
    '$key: only what reads and knows no resources may do it to all',
    ({ some }) => {
      const toAll = some.filter((one) => resources([one]).includes('*'))
      for (const action of actions(toAll))
        expect(action).toMatch(/^(ec2|elasticloadbalancing|autoscaling|cloudwatch|tag):(Describe|Get|List)/)
    },
  )

  test.each(policiesIn(irsa.composition).map(([key, some]) => ({ key, some })))(
    '$key: keys only through the service that they are for',
    ({ some }) => {
      for (const one of some.filter((each) => actions([each]).some((action) => action.startsWith('kms:')))) {
        expect(resources([one])).toEqual([expect.stringMatching(/:key\/[0-9-]+$/)])
        expect(one.Condition?.['StringEquals']).toEqual({
          'kms:ViaService': expect.stringMatching(/^(secretsmanager|sns)\.ap-northeast-1\.amazonaws\.com$/),
        })
      }
    },
  )
})

describe('rights', () => {
  const { spec } = productionIdentities() as { spec: Record<string, string & string[]> }
  const of = (name: string) => statements(irsa.composition, `policy-${name}`)
  const may = (name: string, action: string) => resources(of(name).filter((one) => actions([one]).includes(action)))

  test('the load balancer controller registers targets in groups of this platform, and makes nothing', () => {
    const [, targets] = of('load-balancer-controller')
    expect(targets).toMatchObject({
      Action: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      Condition: {
        StringEquals: {
          'aws:ResourceTag/taskplatform.dev/platform': 'tasks',
          'aws:ResourceTag/taskplatform.dev/namespace': 'team-tasks',
        },
      },
    })
    expect(actions(of('load-balancer-controller')).join()).not.toMatch(/Create|Delete|Modify|Authorize/)
  })

  test('the autoscaler resizes only groups that are tagged for its cluster', () => {
    const resizing = of('cluster-autoscaler').find((one) => actions([one]).includes('autoscaling:SetDesiredCapacity'))
    expect(resizing?.Condition).toEqual({
      StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${spec['clusterName']}`]: 'owned' },
    })
    expect(resources([resizing as Statement])).toEqual([expect.stringMatching(/autoScalingGroupName\/\*$/)])
  })

  test('and only those that are named, once their names are known', () => {
    const { composition } = settled(productionIdentities({ autoScalingGroupNames: ['eks-general-1'] }))
    const resizing = statements(composition, 'policy-cluster-autoscaler').at(-1) as Statement
    expect(resources([resizing])).toEqual([expect.stringMatching(/autoScalingGroupName\/eks-general-1$/)])
  })

  test('External Secrets reads the secrets of the application and the master password, and writes none', () => {
    const read = [...(spec['appSecretArns'] ?? []), spec['masterUserSecretArn']]
    expect(may('external-secrets', 'secretsmanager:GetSecretValue')).toEqual(read)
    expect(may('external-secrets', 'kms:Decrypt')).toEqual([spec['secretsKeyArn'], spec['databaseKeyArn']])
    expect(actions(of('external-secrets')).join()).not.toMatch(/Put|Update|Delete/)
  })

  test('the application reads its own secrets, and not the master password', () => {
    expect(may('app', 'secretsmanager:GetSecretValue')).toEqual(spec['appSecretArns'])
    expect(may('app', 'kms:Decrypt')).toEqual([spec['secretsKeyArn']])
  })

  test('the rotation Job writes the secrets of the application, and only reads the master password', () => {
    expect(may('rotation', 'secretsmanager:PutSecretValue')).toEqual(spec['appSecretArns'])
    expect(may('rotation', 'kms:GenerateDataKey')).toEqual([spec['secretsKeyArn']])
    expect(may('rotation', 'secretsmanager:GetSecretValue')).toContain(spec['masterUserSecretArn'])
  })

  test('Fluent Bit writes to the log groups of the platform, and makes none', () => {
    expect(may('fluent-bit', 'logs:PutLogEvents')).toEqual(
      (spec['logGroupArns'] ?? []).flatMap((arn: string) => [arn, `${arn}:log-stream:*`]),
    )
    expect(actions(of('fluent-bit'))).not.toContain('logs:CreateLogGroup')
  })

  test('Alertmanager publishes to the topics of the platform', () => {
    expect(may('alertmanager', 'sns:Publish')).toEqual(spec['topicArns'])
    expect(may('alertmanager', 'kms:GenerateDataKey')).toEqual([spec['topicsKeyArn']])
  })

  test('the exporter reads, and changes nothing', () => {
    for (const action of actions(of('cloudwatch-exporter'))) expect(action).toMatch(/:(Get|List)/)
  })
})

describe('as long as nothing is known of what they could use', () => {
  const unknown = {
    appSecretArns: [],
    topicArns: [],
    logGroupArns: [],
    masterUserSecretArn: undefined,
    secretsKeyArn: undefined,
  }
  const { composition } = settled(productionIdentities(unknown as never))

  test('identities have no rights, and the layer is ready', () => {
    expect(policiesIn(composition).map(([key]) => key)).toEqual([
      'policy-load-balancer-controller',
      'policy-cluster-autoscaler',
      'policy-cloudwatch-exporter',
    ])
    expect(composition.ready).toBe(true)
  })

  test('the rotation Job may read the master password alone, when that is there first', () => {
    const { composition: early } = settled(productionIdentities({ appSecretArns: [] }))
    expect(new Set(actions(statements(early, 'policy-rotation')))).toEqual(
      new Set(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'kms:Decrypt']),
    )
  })

  test('keys of AWS need no rights', () => {
    const { composition: awsKeys } = settled(
      productionIdentities({ secretsKeyArn: undefined, databaseKeyArn: undefined, topicsKeyArn: undefined }),
    )
    expect(JSON.stringify(policiesIn(awsKeys))).not.toContain('kms:')
  })
})

test('a lost status, or a role that is not ready, takes nothing away', () => {
  for (const { observed, composition } of roundsOf(productionIdentities({ workloadIdentity: 'PodIdentity' })))
    for (const [key, { status: _, ...rest }] of Object.entries(observed)) {
      const { resources: made } = composeIdentities(productionIdentities({ workloadIdentity: 'PodIdentity' }), {
        ...observed,
        [key]: rest,
      })
      expect(Object.keys(made)).toEqual(Object.keys(composition.resources))
    }
})

test('the account is that of the cluster, if no other is given', () => {
  expect(irsa.composition.status['accountId']).toBe('111122223333')
  const given = composeIdentities(productionIdentities({ accountId: '444455556666' }), {})
  expect(given.status.accountId).toBe('444455556666')
})
