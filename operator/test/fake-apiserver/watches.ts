import type { ServerResponse } from 'node:http'
import type { History, Written } from './history.ts'
import type { SeenRequest } from './server.ts'

/** The open watches of a test server, and what can befall them. */
export const createWatches = (history: History) => {
  const open = new Set<ServerResponse>()
  const deaf = new Set<ServerResponse>()
  let paused = false
  const each = (act: (response: ServerResponse) => void) => (): void => {
    for (const response of open) act(response)
  }
  const line = (value: unknown) => `${JSON.stringify(value)}\n`
  return {
    /** Serves a watch: the past since its version, or all that there is as a streaming list; then what happens. */
    open: ({ path, query }: SeenRequest, response: ServerResponse) => {
      const streams = query.get('sendInitialEvents') === 'true'
      const past = streams ? [] : history.since(path, Number(query.get('resourceVersion')))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
      if (!past) {
        response.end(line(errorEvent(410, 'Expired', 'too old resource version')))
        return
      }
      const tell = ({ event }: Written) => {
        if (!paused && !deaf.has(response) && !response.writableEnded) response.write(line(event))
      }
      if (streams) {
        for (const object of history.list(path)) response.write(line({ type: 'ADDED', object }))
        response.write(line(bookmarkAt(history.version(), { 'k8s.io/initial-events-end': 'true' })))
      }
      for (const write of past) tell(write)
      const unsubscribe = history.subscribe(path, tell)
      open.add(response)
      response.on('close', () => {
        unsubscribe()
        open.delete(response)
      })
    },
    count: () => open.size,
    /** Ends them as the API server does after their timeout. */
    end: each((response) => response.end()),
    /** Makes the open ones silent for good, as when packets are lost on the way. */
    deafen: each((response) => deaf.add(response)),
    /** Does `work` without telling anybody. */
    unheard: <T>(work: () => T): T => {
      paused = true
      try {
        return work()
      } finally {
        paused = false
      }
    },
    /** Resets their connections. */
    cut: each((response) => response.socket?.destroy()),
    /** Tells them the version reached. */
    bookmark: each((response) => response.write(line(bookmarkAt(history.version())))),
    /** Sends an error event of that status. */
    fail: (code: number, reason: string) => each((response) => response.end(line(errorEvent(code, reason, reason))))(),
    /** Sends bytes as they are, once each chunk before it has left. */
    send: async (...chunks: readonly Uint8Array[]) => {
      for (const chunk of chunks) for (const response of open) await new Promise((sent) => response.write(chunk, sent))
    },
  }
}

const bookmarkAt = (version: number, annotations: Record<string, string> = {}) => ({
  type: 'BOOKMARK',
  object: { metadata: { resourceVersion: String(version), annotations } },
})

const errorEvent = (code: number, reason: string, message: string) => ({
  type: 'ERROR',
  object: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code },
})
