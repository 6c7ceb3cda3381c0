import { parseArgs } from 'node:util'
import { FunctionError } from './errors.ts'

/** How the function is served. */
export type FunctionConfig = Readonly<{
  /** host:port of gRPC. */
  address: string
  /** Folder with tls.crt, tls.key and ca.crt; `undefined`: plaintext, for `crossplane internal render` only. */
  certificateFolder: string | undefined
  /** host:port of /healthz, /readyz and /metrics. */
  healthAddress: string
  logLevel: string
}>

/** What `--help` prints. */
export const usage = `Usage: function [options]

  --address HOST:PORT            gRPC, called by Crossplane (default 0.0.0.0:9443)
  --tls-server-certs-dir FOLDER  tls.crt, tls.key and ca.crt; clients must present a certificate of that CA (default /tls/server)
  --insecure                     plaintext, for 'crossplane internal render' only
  --health-address HOST:PORT     /healthz, /readyz and /metrics (default 0.0.0.0:8080)
  --log-level LEVEL              debug, info, warn or error (default info)
  --help                         this text
`

/** Reads the command line. Throws a `FunctionError` that says which flag is wrong. The defaults are those that Crossplane's package runtime expects. */
export const functionConfig = (args: readonly string[]): FunctionConfig => {
  const flags = readFlags(args)
  if (!logLevels.includes(flags['log-level']))
    throw new FunctionError('BadFlag', `--log-level is ${flags['log-level']}`, `Use one of ${logLevels.join(', ')}`)
  return {
    address: hostAndPort('--address', flags.address),
    certificateFolder: flags.insecure ? undefined : flags['tls-server-certs-dir'],
    healthAddress: hostAndPort('--health-address', flags['health-address']),
    logLevel: flags['log-level'],
  }
}

/** Splits host:port; port 0 stands for any free one. */
export const splitAddress = (address: string): Readonly<{ host: string; port: number }> => {
  const [, host = '', port = ''] = addressPattern.exec(address) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

const addressPattern = /^(\[[0-9a-f:]+\]|[\w.-]+):(\d{1,5})$/i

const logLevels = ['debug', 'info', 'warn', 'error']

const readFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        address: { type: 'string', default: '0.0.0.0:9443' },
        'tls-server-certs-dir': { type: 'string', default: '/tls/server' },
        insecure: { type: 'boolean', default: false },
        'health-address': { type: 'string', default: '0.0.0.0:8080' },
        'log-level': { type: 'string', default: 'info' },
      },
    }).values
  } catch (cause) {
    throw new FunctionError('BadFlag', (cause as Error).message.replace(/\.$/, ''), 'See --help', cause)
  }
}

const hostAndPort = (flag: string, address: string): string => {
  if (splitAddress(address).host && splitAddress(address).port <= 65_535) return address
  throw new FunctionError('BadFlag', `${flag} is ${address}`, 'Give host:port, for example 127.0.0.1:9443')
}
