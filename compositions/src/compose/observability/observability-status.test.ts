import { platformObservabilityStatus } from '@taskplatform/crds/layers/observability'
import { expect, test } from 'vitest'
import { earlyObservability, fullObservability } from '../../../test/observability.ts'
import { account, settled } from '../../../test/observed.ts'
import { composeObservability } from './observability.ts'

test.each([
  { why: 'at the beginning', composite: earlyObservability() },
  { why: 'in the end', composite: fullObservability() },
])('the status keeps the contract: $why', ({ composite }) => {
  const { status } = settled(composite).composition
  expect(platformObservabilityStatus.parse(status)).toEqual(status)
})

test('nothing is said that AWS has not said', () =>
  expect(composeObservability(earlyObservability(), {}).status).toEqual({
    resources: { ready: false, reason: 'Creating', message: expect.stringMatching(/^Waiting for/) },
    logGroups: [],
    alarmNames: [],
    unconfirmedEmails: [],
    externalNames: {},
  }))

test('others learn where to publish, with which key, and where logs go', () => {
  const { status } = settled(fullObservability()).composition
  expect(status).toMatchObject({
    accountId: account,
    pageTopicArn: expect.stringMatching(/^arn:aws:sns:.*-page-/),
    ticketTopicArn: expect.stringMatching(/^arn:aws:sns:.*-ticket-/),
    topicsKeyArn: expect.stringMatching(/^arn:aws:kms:/),
    compositeAlarmName: 'team-tasks.tasks-observability.platform',
  })
  expect((status['logGroups'] as { name: string }[]).map(({ name }) => name)).toEqual(['api', 'web', 'system'])
})
