import type { Finding } from '@taskplatform/compositions/conformance/judge'
import { expect, test } from 'vitest'
import { composite } from '../../test/builders/composite.ts'
import { type Compliance, complianceStatement, complianceStatus, holdOf } from './compliance.ts'
import { nothingObserved } from './observed.ts'

const exception = { rule: 'NET-08', owner: 'team-tasks', reason: 'cost', expires: '2026-11-23' }

const finding = (changes: Partial<Finding> = {}): Finding => ({
  rule: 'NET-08',
  title: 'AWS services are reached inside the VPC',
  severity: 'error',
  layer: 'Network',
  kind: 'VPCEndpoint',
  name: 'tasks-network-s3',
  message: 'there is none for ecr.api',
  cure: 'set network.interfaceEndpoints to true',
  ...changes,
})

const judged = (...findings: readonly Finding[]): Compliance => ({ passed: 84, failed: 1, excepted: 1, findings })
const excused = finding({ exception: { ...exception, expired: false } })
const expired = finding({ exception: { ...exception, expired: true } })
const warning = finding({ rule: 'EKS-05', severity: 'warning', kind: 'Cluster', name: 'tasks-cluster-cluster' })
const counts = '84 rules are kept, 1 are broken, 1 are broken with an exception'

test.each([
  { why: 'nothing is broken', compliance: judged(), says: `True NoFindings: ${counts}`, holds: false },
  {
    why: 'a rule is broken',
    compliance: judged(finding()),
    says: `False Findings: ${counts}: NET-08 (VPCEndpoint tasks-network-s3)`,
    holds: true,
  },
  {
    why: 'it is broken in several places: it is named once',
    compliance: judged(finding(), finding({ name: 'another' })),
    says: `False Findings: ${counts}: NET-08 (VPCEndpoint tasks-network-s3)`,
    holds: true,
  },
  {
    why: 'it is broken and excused',
    compliance: judged(excused),
    says: `True OnlyExceptions: ${counts}: NET-08 (VPCEndpoint tasks-network-s3)`,
    holds: false,
  },
  {
    why: 'the excuse has ended',
    compliance: judged(expired),
    says: `False ExceptionExpired: ${counts}: NET-08 (VPCEndpoint tasks-network-s3, exception expired)`,
    holds: true,
  },
  {
    why: 'only a warning is there: it is told',
    compliance: judged(warning),
    says: `True NoFindings: ${counts}: EKS-05 (Cluster tasks-cluster-cluster)`,
    holds: false,
  },
])('when $why', ({ compliance, says, holds }) => {
  const { status, reason, message } = complianceStatement(compliance)
  expect(`${status} ${reason}: ${message}`).toBe(says)
  expect(holdOf(compliance, nothingObserved) !== undefined).toBe(holds)
})

test('a platform that stands is not held', () => {
  const standing = { composites: new Map([['Network', composite('PlatformNetwork')]] as const) }
  expect(holdOf(judged(finding()), standing)).toBeUndefined()
})

test('the status names what stops a platform first, says what cures it, and stays within its bounds', () => {
  const many = Array.from({ length: 80 }, (_, index) => finding({ name: `place-${index}`, message: 'x'.repeat(2000) }))
  const { findings = [] } = complianceStatus(judged(excused, warning, ...many))
  expect(findings).toHaveLength(50)
  expect(findings.every(({ rule, severity }) => rule === 'NET-08' && severity === 'error')).toBe(true)
  expect(Math.max(...findings.map(({ message }) => message.length))).toBe(1024)
  expect(complianceStatus(judged(excused, finding())).findings).toEqual([
    {
      rule: 'NET-08',
      severity: 'error',
      layer: 'Network',
      kind: 'VPCEndpoint',
      name: 'tasks-network-s3',
      message: 'there is none for ecr.api: set network.interfaceEndpoints to true',
    },
    expect.objectContaining({ excepted: true }),
  ])
})
