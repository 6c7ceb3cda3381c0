import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** A route stays Ready when its target disappears; AWS then calls it a blackhole. */
export const route = ({ status }: ManagedResource): Readiness =>
  status?.atProvider?.['state'] === 'blackhole'
    ? { state: 'failed', why: 'AWS reports the state blackhole: the target of the route is gone' }
    : { state: 'ready' }
