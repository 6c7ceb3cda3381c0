import type { Dispatcher } from 'undici'
import type { Fence } from '../ports/fence.ts'

/**
 * Asks the fence in the moment before a write goes on the wire: a request may have waited for a connection, and a process may
 * have been stopped, since it was asked for. Reads pass freely.
 */
export const behindFence =
  (fence: Fence): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(options, isRead(options.method) ? handler : checkedAtStart(handler, fence))

/** Whether a method changes nothing. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

// undici calls onRequestStart right before it writes to the socket, and writes nothing if that throws
const checkedAtStart = (handler: Dispatcher.DispatchHandler, fence: Fence): Dispatcher.DispatchHandler => ({
  onRequestStart: (controller, context) => {
    fence.check()
    handler.onRequestStart?.(controller, context)
  },
  onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
  onRequestSent: () => handler.onRequestSent?.(),
  onBodySent: (chunk) => handler.onBodySent?.(chunk),
  onResponseStarted: () => handler.onResponseStarted?.(),
  onResponseStart: (...told) => handler.onResponseStart?.(...told),
  onResponseData: (...told) => handler.onResponseData?.(...told),
  onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
  onResponseError: (...told) => handler.onResponseError?.(...told),
})
