import { type Attributes, type AwsResource, resourceKey } from './aws-resource.ts'

/** What happened in the account, in order. The account is nothing but these entries, read from the first to the last. */
export type JournalEntry = Readonly<{
  at: number
  /** What AWS did along with it, of its own accord: one entry, so that no crash comes between. */
  along?: readonly JournalEntry[]
}> &
  Readonly<
    | { op: 'created'; call: string; owner: string; resource: AwsResource }
    | (Target & { op: 'modified'; call: string; owner: string; changes: Attributes; readyAt: number })
    | (Target & { op: 'deleted'; call: string; owner: string; goneAt: number })
    /** The service said no. */
    | { op: 'refused'; call: string; owner: string; kind: string; id?: string; code: string; message: string }
    /** The provider would have had to replace the resource, which it never does. */
    | (Target & { op: 'replacement-refused'; owner: string; argument: string; from: unknown; to: unknown })
    /** Someone else's doing: a console user, another tool. */
    | (Target & { op: 'altered-outside'; changes: Attributes })
    | (Target & { op: 'deleted-outside' })
  >

type Target = Readonly<{ kind: string; region: string; id: string }>

/** The resources of an account by `resourceKey`, those that are gone included. */
export type Resources = Map<string, AwsResource>

/** Works an entry into `resources`. */
export const foldEntry = (resources: Resources, entry: JournalEntry): void => {
  foldOne(resources, entry)
  for (const one of entry.along ?? []) foldOne(resources, one)
}

const foldOne = (resources: Resources, entry: JournalEntry): void => {
  if (entry.op === 'created') {
    resources.set(resourceKey(entry.resource), entry.resource)
    return
  }
  const edit = editOf(entry)
  if (!edit || !('region' in entry)) return
  const key = resourceKey(entry)
  const found = resources.get(key)
  if (found) resources.set(key, { ...found, ...edit(found) })
}

type Edit = (found: AwsResource) => Partial<AwsResource>

const editOf = (entry: JournalEntry): Edit | undefined => {
  switch (entry.op) {
    case 'modified':
      return ({ attributes }) => ({
        attributes: { ...attributes, ...entry.changes },
        readyAt: entry.readyAt,
        busyWith: 'update',
      })
    case 'altered-outside':
      return ({ attributes }) => ({ attributes: { ...attributes, ...entry.changes } })
    case 'deleted':
      return () => ({ goneAt: entry.goneAt })
    case 'deleted-outside':
      return () => ({ goneAt: entry.at })
    case 'created':
    case 'refused':
    case 'replacement-refused':
      return undefined
  }
}
