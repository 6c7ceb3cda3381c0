import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { complaintsAboutDashboard } from './dashboard-body.ts'

/** A page of graphs. */
export const dashboard: Kind = {
  resource: managed('cloudwatch', 'Dashboard', 'dashboards'),
  title: 'CloudWatch Dashboard',
  service: 'CloudWatch',
  calls: { create: 'PutDashboard', modify: 'PutDashboard', delete: 'DeleteDashboards' },
  context: { create: ({ id }) => `putting CloudWatch Dashboard (${id})` },
  arguments: ['dashboardBody', 'region'],
  replacing: replacingOf('cloudwatch', 'Dashboard'),
  documents: ['dashboardBody'],
  references: [],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id),
      () => bodyOf(args),
    ) ?? { dashboardArn: `arn:aws:cloudwatch::${world.accountId}:dashboard/${id}` },
  modify: (_world, { attributes }) => bodyOf(attributes),
}

const nameFits = (name: string): Refusal | undefined =>
  /^[A-Za-z0-9_-]{1,255}$/.test(name)
    ? undefined
    : refuse(
        'InvalidParameterValue',
        'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).',
      )

const bodyOf = ({ dashboardBody }: Attributes): Refusal | undefined => {
  const complaints = complaintsAboutDashboard(dashboardBody)
  return complaints.length === 0
    ? undefined
    : refuse(
        'InvalidParameterInput',
        `The dashboard body is invalid, there are ${complaints.length} validation errors: ${JSON.stringify(complaints)}`,
      )
}
