import { type MetricName, metric, type Statistic } from '../metric.ts'
import type { Series, Widget } from './widget.ts'

/** What goes out of the cluster through each NAT gateway, and what does not. */
export const natWidgets = (gateways: readonly string[]): Widget[] => {
  if (gateways.length === 0) return []
  const perGateway = (name: MetricName<'AWS/NATGateway'>, stat: Statistic): Series[] =>
    gateways.map((NatGatewayId) => ({
      label: NatGatewayId,
      metric: metric('AWS/NATGateway', name, { NatGatewayId }, stat),
    }))
  const widget = (title: string, metrics: readonly Series[]): Widget => ({ title, periodSeconds: 60, metrics })
  return [
    widget('Connections through NAT', perGateway('ActiveConnectionCount', 'Maximum')),
    widget('Bytes to the internet', perGateway('BytesOutToDestination', 'Sum')),
    widget('Connections without a port', perGateway('ErrorPortAllocation', 'Sum')),
    widget('Dropped packets', perGateway('PacketsDropCount', 'Sum')),
  ]
}
