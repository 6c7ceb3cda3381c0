import { Agent } from 'undici'
import type { ClusterAccess } from './access.ts'

/**
 * A pool of connections to one API server: HTTP/1.1 with keep-alive. HTTP/2 stays off, because long watches over it grow in
 * memory (defenseunicorns/pepr, adr/0015). `calls` are few connections used again and again; `streams` hold one per watch and may
 * be silent, which the reflector judges.
 */
export const agentFor = (access: ClusterAccess, purpose: 'calls' | 'streams'): Agent =>
  new Agent({
    allowH2: false,
    pipelining: 1,
    connections: purpose === 'calls' ? maxCallConnections : maxStreams,
    keepAliveTimeout: 30_000,
    headersTimeout: 20_000,
    bodyTimeout: purpose === 'calls' ? 20_000 : 0,
    connect: {
      timeout: 10_000,
      ca: access.ca,
      cert: access.clientCertificate?.cert,
      key: access.clientCertificate?.key,
      servername: access.serverName,
      rejectUnauthorized: !access.insecure,
    },
  })

const maxCallConnections = 12

/** Far above what one process watches; a stream beyond it would wait, so it only stops a leak. */
const maxStreams = 256
