import { reportOf } from '../layer-reports.ts'
import type { Observed } from '../observed.ts'

/** The AWS account of the platform, as the network has learnt it. It comes late: no layer waits for it. */
export const accountOf = (observed: Observed): string | undefined => reportOf(observed, 'Network').accountId
