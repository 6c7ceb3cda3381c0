import { type MetricName, metric } from '../metric.ts'
import { type Alarm, listOf, numbered } from './alarm.ts'

/** Alarms on the way out of the cluster, over all NAT gateways. */
export const natAlarms = (gateways: readonly string[]): Alarm[] => {
  if (gateways.length === 0) return []
  const of = (name: MetricName<'AWS/NATGateway'>, letter: string) =>
    numbered(
      gateways.map((NatGatewayId) => metric('AWS/NATGateway', name, { NatGatewayId }, 'Sum')),
      letter,
    )
  const failures = of('ErrorPortAllocation', 'f')
  const [drops, out, back] = [
    of('PacketsDropCount', 'd'),
    of('PacketsInFromSource', 's'),
    of('PacketsInFromDestination', 'r'),
  ]
  const all = { ...out, ...back }
  return [
    {
      ...counter,
      name: 'nat-port-allocation',
      measure: { expression: `SUM(${listOf(failures)})`, label: 'Connections without a port', metrics: failures },
      threshold: 0,
      says: 'Connections to the internet fail because a NAT gateway has no port left, in 3 of 5 minutes',
      cure: 'Somebody opens very many connections to one address: find the pod, use keep-alive or an interface endpoint, or add addresses to the gateway.',
    },
    {
      ...counter,
      name: 'nat-packet-drops',
      measure: {
        expression: `100 * SUM(${listOf(drops)}) / SUM(${listOf(all)})`,
        label: 'Dropped packets, %',
        metrics: { ...drops, ...all },
      },
      threshold: 0.01,
      of: 15,
      bad: 10,
      says: 'NAT gateways drop more than one packet in ten thousand, in 10 of 15 minutes',
      cure: 'Look in the Health Dashboard of AWS for trouble in the zone; if it is one gateway only, send its zone through another one.',
    },
  ]
}

const counter = {
  severity: 'ticket',
  comparison: 'GreaterThanThreshold',
  periodSeconds: 60,
  of: 5,
  bad: 3,
  silence: 'notBreaching',
} as const
