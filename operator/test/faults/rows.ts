import type { Row } from './row.ts'
import { apiServer } from './rows/api-server.ts'
import { aws } from './rows/aws.ts'
import { clock } from './rows/clock.ts'
import { compositionFunction } from './rows/composition-function.ts'
import { edited } from './rows/edited.ts'
import { eventOrders } from './rows/event-orders.ts'
import { killed } from './rows/killed.ts'
import { killedAtRandom } from './rows/killed-at-random.ts'
import { leaders } from './rows/leaders.ts'
import { workloadCluster } from './rows/workload-cluster.ts'

/** The matrix, in the order in which it runs. */
export const rows: readonly Row[] = [
  ...killed,
  killedAtRandom,
  ...apiServer,
  ...leaders,
  clock,
  compositionFunction,
  ...aws,
  workloadCluster,
  ...edited,
  eventOrders,
]
