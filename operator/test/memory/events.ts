import type { EventRecord, EventSink } from '../../src/ports/events.ts'

/** An event sink whose events can be read. */
export type MemoryEvents = EventSink & Readonly<{ events: EventRecord[] }>

/** No events yet. */
export const createMemoryEvents = (): MemoryEvents => {
  const events: EventRecord[] = []
  return { events, record: (event) => events.push(event) }
}
