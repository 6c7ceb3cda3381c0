import { type AwsResource, resourceKey } from '../service/aws-resource.ts'
import { type Backing, noBacking } from '../service/backing.ts'
import type { Running } from './backend.ts'

/** What runs behind which resource at the moment. In memory only: after a start everything is asked for anew. */
export interface Backings {
  of(resource: AwsResource): Backing
  /** What goes into connection secrets; nothing while it does not run. */
  secretsOf(resource: AwsResource): Readonly<Record<string, string>>
  /** Notes that something runs, or (`undefined`) does not any more. */
  set(key: string, running: Running | undefined): void
  /** Calls `listener` with the key of whatever began or ceased to run, or runs differently. */
  onChange(listener: (key: string) => void): void
}

/** Nothing runs yet. `kinds`: those that have a backend; all others are none of its business. */
export const createBackings = (kinds: readonly string[]): Backings => {
  const running = new Map<string, Running>()
  const listeners: ((key: string) => void)[] = []
  return {
    of: (resource) => {
      if (!kinds.includes(resource.kind)) return noBacking
      const found = running.get(resourceKey(resource))
      return found ? { state: 'running', facts: found.facts } : { state: 'starting' }
    },
    secretsOf: (resource) => running.get(resourceKey(resource))?.secrets ?? {},
    set: (key, next) => {
      const isNews = JSON.stringify(running.get(key)) !== JSON.stringify(next)
      if (next) running.set(key, next)
      else running.delete(key)
      if (isNews) for (const listener of listeners) listener(key)
    },
    onChange: (listener) => {
      listeners.push(listener)
    },
  }
}
