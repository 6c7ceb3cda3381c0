import { expect, test } from 'vitest'
import { a, development, graphOf, production } from './fixtures/fixture.ts'
import { blockingFindings, type Exception, judgeGraph } from './judge.ts'
import { rules } from './rules.ts'

const today = '2026-11-24'
const broken = graphOf(production(a('eks/AccessPolicyAssociation', { accessScope: { type: 'cluster' } })))
const exception = (expires: string, rule = 'EKS-09'): Exception => ({
  rule,
  owner: 'team-tasks',
  reason: 'cost',
  expires,
})

test.each([
  { why: 'no exception', exceptions: [], excepted: 0, blocks: 1 },
  { why: 'an exception until its last day', exceptions: [exception(today)], excepted: 1, blocks: 0 },
  { why: 'an exception the day after', exceptions: [exception('2026-11-23')], excepted: 0, blocks: 1 },
  { why: 'an exception for another rule', exceptions: [exception(today, 'EKS-01')], excepted: 0, blocks: 1 },
  {
    why: 'two of which one is still good',
    exceptions: [exception('2020-01-01'), exception('2027-01-01')],
    excepted: 1,
    blocks: 0,
  },
])('with $why', ({ exceptions, excepted, blocks }) => {
  const judgement = judgeGraph(broken, { exceptions, today })
  expect(judgement).toMatchObject({ passed: rules.length - 1, failed: 1 - excepted, excepted })
  expect(blockingFindings(judgement)).toHaveLength(blocks)
})

test('a finding names the rule, the object, and what to do', () =>
  expect(judgeGraph(broken, { today }).findings).toEqual([
    {
      rule: 'EKS-09',
      title: 'Only the operator and named administrators are administrators',
      severity: 'error',
      layer: 'Layer',
      kind: 'AccessPolicyAssociation',
      name: 'eks-accesspolicyassociation',
      key: 'eks-accesspolicyassociation',
      message: 'gives undefined access to every namespace',
      cure: expect.stringContaining('spec.cluster.admins'),
    },
  ]))

test('an expired exception is told with the finding', () =>
  expect(judgeGraph(broken, { exceptions: [exception('2026-11-23')], today }).findings[0]?.exception).toMatchObject({
    owner: 'team-tasks',
    expired: true,
  }))

test('a warning stops nothing, an error does', () => {
  const judgement = judgeGraph(graphOf(development(a('ec2/SecurityGroupEgressRule', {}))), { today })
  const severities = judgement.findings.map(({ rule, severity }) => `${rule} ${severity}`)
  expect(severities).toEqual(['NET-09 warning', 'ALL-01 error'])
  expect(blockingFindings(judgement).map(({ rule }) => rule)).toEqual(['ALL-01'])
})

test('the profile can be another than that of the platform', () => {
  const graph = graphOf(development(a('eks/Cluster', {}, { externalName: 'tasks' })))
  const rulesBroken = (profile: 'Development' | 'Production') =>
    judgeGraph(graph, { profile, today }).findings.map(({ rule }) => rule)
  expect(rulesBroken('Development')).not.toContain('EKS-07')
  expect(rulesBroken('Production')).toContain('EKS-07')
})
