import { Agent } from 'undici'
import type { ClusterAccess } from './access.ts'

/**
 * Connections to one API server for calls: few, used again and again. HTTP/1.1 with keep-alive; HTTP/2 stays off, because long
 * watches over it grow in memory (defenseunicorns/pepr, adr/0015).
 */
export const callPool = (access: ClusterAccess, connections: number): Agent =>
  agentFor(access, { connections, bodyTimeout: 20_000 })

/** Connections for watches: one each, which may be silent for as long as the reflector allows. */
export const streamPool = (access: ClusterAccess): Agent =>
  agentFor(access, { connections: maxStreams, bodyTimeout: 0 })

/** Far above what one process watches; a stream beyond it would wait, so it only stops a leak. */
const maxStreams = 256

const agentFor = (access: ClusterAccess, own: Readonly<{ connections: number; bodyTimeout: number }>): Agent =>
  new Agent({
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: 20_000,
    ...own,
    connect: {
      timeout: 10_000,
      // Node.js then asks once a second, ten times: a peer from which no packet comes is given up after 25 s, not after 70
      keepAliveInitialDelay: 15_000,
      ca: access.ca,
      cert: access.clientCertificate?.cert,
      key: access.clientCertificate?.key,
      servername: access.serverName,
      rejectUnauthorized: !access.insecure,
    },
  })
