import { createHash } from 'node:crypto'
import { parsePlatformObservabilitySpec } from '@taskplatform/crds/contract'
import type { LogGroupName, PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { type Layer, readComposite } from '../../layer.ts'
import type { Observed } from '../../observed.ts'
import { accountOf } from '../account.ts'
import type { Alarm } from './alarms/alarm.ts'
import { alarmsOf } from './alarms/alarms.ts'

/** All that the parts of observability decide from. */
export type ObservabilityPlan = Readonly<{
  layer: Layer
  spec: PlatformObservabilitySpec
  observed: Observed
  /** Undefined until AWS has told it. */
  account: string | undefined
  /** Every alarm on what is known so far. */
  alarms: readonly Alarm[]
}>

/** How soon somebody must look: now, because users are affected, or in working hours. Each has a topic. */
export type Severity = 'page' | 'ticket'

/** Both, the more urgent first. */
export const severities: readonly Severity[] = ['page', 'ticket']

/** Composition keys. They never change their meaning. What AWS would replace when it changes carries the changing part. */
export const keys = {
  key: 'key',
  topic: (severity: Severity) => `topic-${severity}`,
  topicPolicy: (severity: Severity) => `topic-policy-${severity}`,
  subscription: (severity: Severity, address: string) => `subscription-${severity}-${hashOf(address)}`,
  logGroup: (name: LogGroupName) => `log-group-${name}`,
  alarm: (name: string) => `alarm-${name}`,
  compositeAlarm: 'composite-alarm',
  dashboard: 'dashboard',
} as const

/** Reads a PlatformObservability. Throws a `MalformedCompositeError` that names each bad field. */
export const observabilityPlan = (composite: unknown, observed: Observed): ObservabilityPlan => {
  const { layer, spec } = readComposite(composite, {
    layer: 'observability',
    parseSpec: parsePlatformObservabilitySpec,
  })
  return { layer, spec, observed, account: accountOf(spec.accountId, observed), alarms: alarmsOf(spec) }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)
