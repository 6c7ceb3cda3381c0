import { type Queue, unhurried } from '@taskplatform/operator/runtime/queue'
import type { AccountChange } from '../service/account.ts'
import { providerTimes, scaled } from '../service/times.ts'
import type { Managed } from './managed.ts'
import type { Provider } from './visit.ts'
import { things } from './waiting.ts'
import { type Watches, wantsLook } from './watch.ts'

/** Puts objects into the queue when something happens that they should know of. */
export const wire = (provider: Provider, watches: Watches, queue: Queue): void => {
  const noticeMs = scaled(providerTimes.notice, provider.timeScale)
  const wake = (thing: string) => {
    for (const who of provider.waiting.release(thing)) queue.addAfter(who, noticeMs)
  }
  for (const [kind, reflector] of watches.managed) {
    reflector.onChange((change) => {
      const { namespace, name } = change.object.metadata
      if (change.type === 'deleted') provider.cluster.forget(change.object)
      else if (wantsLook(change) && !provider.cluster.isKnown(change.object))
        queue.add(`${kind}/${namespace}/${name}`, change.initial ? { priority: unhurried } : {})
      wake(things.object(kind, namespace, name))
      wake(things.anyObject(kind))
    })
  }
  for (const reflector of watches.configs.values()) reflector.onChange(() => wake(things.config))
  provider.account.onChange((change) => onAccountChange(provider, watches, queue, wake, change))
}

const onAccountChange = (
  { timeScale }: Provider,
  watches: Watches,
  queue: Queue,
  wake: (thing: string) => void,
  { resource, what }: AccountChange,
): void => {
  if (what === 'gone' || what === 'altered outside') wake(things.gone(resource.id))
  if (what === 'made') wake(things.made(resource.kind))
  // the provider would find these at its next poll
  const pollMs = scaled(providerTimes.poll, timeScale)
  const ids = new Set([...(what === 'altered outside' ? [resource.id] : []), ...idsIn(resource.attributes)])
  for (const managed of [...watches.managed.values()].flatMap(({ store }) => store.list()))
    if (ids.has(String(managed.status?.atProvider?.['id'] ?? ''))) queue.addAfter(keyOf(managed), pollMs)
}

const keyOf = ({ kind, metadata }: Managed): string => `${kind}/${metadata.namespace}/${metadata.name}`

const idsIn = (attributes: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(attributes).flatMap(([name, value]) =>
    typeof value === 'string' && /(Id|role)$/.test(name) ? [value] : [],
  )
