import { type Queue, unhurried } from '@taskplatform/operator/runtime/queue'
import type { AccountChange } from '../service/account.ts'
import { providerTimes, scaled } from '../service/times.ts'
import { externalNameOf, type Managed } from './managed.ts'
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
  provider.backings.onChange((key) => {
    for (const thing of [things.backend(key), things.made(kindIn(key)), things.change])
      for (const who of provider.waiting.release(thing)) queue.add(who)
    lookAgain(watches, queue, key)
  })
  provider.account.onChange((change) => onAccountChange(provider, watches, queue, wake, change))
}

const onAccountChange = (
  { kinds, timeScale }: Provider,
  watches: Watches,
  queue: Queue,
  wake: (thing: string) => void,
  { resource, what }: AccountChange,
): void => {
  if (what === 'gone' || what === 'altered outside') wake(things.gone(resource.id))
  if (what === 'made') wake(things.made(resource.kind))
  wake(things.change)
  // the provider would find these at its next poll
  const pollMs = scaled(providerTimes.poll, timeScale)
  const changed = what === 'altered outside' ? resource.id : undefined
  const mentioned = idsIn(resource.attributes)
  for (const [kind, { store }] of watches.managed) {
    const isDerived = kinds.get(kind)?.derive !== undefined
    for (const managed of store.list()) {
      const id = String(managed.status?.atProvider?.['id'] ?? '')
      if (id === '') continue
      // the account knows a topic by its name, its id is the ARN
      const isChanged = changed !== undefined && [id, externalNameOf(managed)].includes(changed)
      if (isChanged || (isDerived && mentioned.has(id))) queue.addAfter(keyOf(kind, managed), pollMs)
    }
  }
}

const kindIn = (key: string): string => key.split('|')[0] ?? ''

/** The objects that show what runs behind the resource of that key: whatever carries its id. */
const lookAgain = (watches: Watches, queue: Queue, key: string): void => {
  const kind = kindIn(key)
  const id = key.split('|').slice(2).join('|')
  for (const managed of watches.managed.get(kind)?.store.list() ?? [])
    if (managed.status?.atProvider?.['id'] === id) queue.add(keyOf(kind, managed))
}

const keyOf = (kind: string, { metadata }: Managed): string => `${kind}/${metadata.namespace}/${metadata.name}`

const idsIn = (attributes: Readonly<Record<string, unknown>>): ReadonlySet<string> =>
  new Set(
    Object.entries(attributes).flatMap(([name, value]) =>
      typeof value === 'string' && name.endsWith('Id') ? [value] : [],
    ),
  )
