import { type Desired, managed } from '../../managed.ts'
import { mayBeMade } from '../gate.ts'
import { type DatabasePlan, keys } from './plan.ts'

/** What happens to the instance, told to a topic; RDS takes no subscription to an instance that it does not have. */
export const events = ({ layer, spec, observed, identifier }: DatabasePlan): Desired[] => {
  const { eventsTopicArn: snsTopic } = spec
  if (!snsTopic || !mayBeMade(observed, keys.events, [{ kind: 'rds/Instance', key: keys.instance }])) return []
  return [
    managed(
      layer,
      'rds/EventSubscription',
      keys.events,
      {
        snsTopic,
        sourceType: 'db-instance',
        sourceIds: [identifier],
        eventCategories: categories,
        enabled: true,
      },
      { externalName: `${identifier}-events` },
    ),
  ]
}

/** What somebody may have to act on. Source: RDS guide, "Amazon RDS event categories and event messages". */
const categories = [
  'availability',
  'configuration change',
  'deletion',
  'failover',
  'failure',
  'low storage',
  'maintenance',
  'notification',
  'recovery',
]
