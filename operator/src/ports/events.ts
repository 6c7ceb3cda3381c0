/** Tells users what happened to one of their objects. Never throws and never waits: a lost event must not stop work. */
export interface EventSink {
  record(event: EventRecord): void
}

/** One happening. `note` is for people, at most 1 kB, and never holds a secret. */
export type EventRecord = Readonly<{
  regarding: ObjectReference
  type: 'Normal' | 'Warning'
  /** Why, one CamelCase word out of a documented list. */
  reason: string
  /** What we did or tried, one CamelCase word. */
  action: string
  note: string
}>

/** Points at one object of the cluster. */
export type ObjectReference = Readonly<{
  apiVersion: string
  kind: string
  namespace?: string | undefined
  name: string
  uid: string
  resourceVersion?: string | undefined
}>
