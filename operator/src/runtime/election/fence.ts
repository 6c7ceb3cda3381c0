import { LeaseLostError, NotLeadingError } from '../../errors.ts'
import type { Cancel, Clock } from '../../ports/clock.ts'
import type { Fence } from '../../ports/fence.ts'

/** A fence with its keeper's side. */
export interface KeptFence extends Fence {
  /** Lets writes out until that moment of the monotonic clock; of several moments the last said counts. */
  openUntil(moment: number): void
  /** Lets nothing out any more, for good. */
  shut(reason: Error): void
  isOpen(): boolean
}

/** A fence that is closed until it is opened, and shuts itself when nobody renews it in time. `name` is for the error. */
export const createFence = ({ clock, name }: Readonly<{ clock: Clock; name: string }>): KeptFence => {
  const shutting = new AbortController()
  let until: number | undefined
  let cancel: Cancel = () => {}
  const shut = (reason: Error) => {
    cancel()
    shutting.abort(reason)
  }
  const isOpen = () => !shutting.signal.aborted && until !== undefined && clock.monotonic() < until
  return {
    signal: shutting.signal,
    isOpen,
    check: () => {
      if (isOpen()) return
      shutting.signal.throwIfAborted()
      if (until === undefined) throw new NotLeadingError(`Not the leader: "${name}" is held by another process`)
      // the timer is late: the process was stopped, or its event loop was blocked
      shut(expired(name))
      throw shutting.signal.reason
    },
    openUntil: (moment) => {
      cancel()
      until = moment
      cancel = clock.setTimeout(() => shut(expired(name)), Math.max(0, moment - clock.monotonic()))
    },
    shut,
  }
}

const expired = (name: string): LeaseLostError =>
  new LeaseLostError(`The Lease "${name}" could not be renewed in time: another process may lead now`)
