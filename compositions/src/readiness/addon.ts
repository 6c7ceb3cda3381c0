import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** The provider reports no state of an add-on, but its version: it is Ready for the old one until the new one is there. */
export const addon = ({ spec, status }: ManagedResource): Readiness => {
  const [asked, now] = [spec.forProvider['addonVersion'], status?.atProvider?.['addonVersion']]
  return asked !== undefined && now !== undefined && asked !== now
    ? { state: 'waiting', why: `is being moved from ${now} to ${asked}` }
    : { state: 'ready' }
}
