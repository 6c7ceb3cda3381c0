import type { Row } from './row.ts'
import { apiServer } from './rows/api-server.ts'
import { killed } from './rows/killed.ts'
import { killedAtRandom } from './rows/killed-at-random.ts'

/** The matrix, in the order in which it runs. */
export const rows: readonly Row[] = [...killed, killedAtRandom, ...apiServer]
