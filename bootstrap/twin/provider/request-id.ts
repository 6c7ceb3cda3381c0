import { uuidFrom } from '../service/ids.ts'
import type { Visit } from './visit.ts'

/** A request id that differs from try to try, as those of AWS do: readers must not mistake it for news. */
export const requestIdFor = ({ who, waiting }: Visit): string => uuidFrom(`request ${who} ${waiting.tries(who)}`)
