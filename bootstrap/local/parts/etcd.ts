import { join } from 'node:path'
import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'

/** One member of etcd on the loopback address, that serves nobody without a client certificate. */
export const etcd = ({ layout, ports, programs }: PartContext): ProcessSpec => {
  const client = `https://127.0.0.1:${ports.etcd}`
  const peer = `https://127.0.0.1:${ports.etcdPeer}`
  const pki = (file: string) => join(layout.etcdPki, file)
  return {
    command: programs.etcd,
    args: [
      '--name=local',
      `--data-dir=${layout.dataOf('etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=local=${peer}`,
      '--client-cert-auth',
      `--trusted-ca-file=${pki('ca.crt')}`,
      `--cert-file=${pki('server.crt')}`,
      `--key-file=${pki('server.key')}`,
      '--peer-client-cert-auth',
      `--peer-trusted-ca-file=${pki('ca.crt')}`,
      `--peer-cert-file=${pki('server.crt')}`,
      `--peer-key-file=${pki('server.key')}`,
      // what a kill of the process leaves unsynced is still in the kernel; only a crash of the machine loses it
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    probe: {
      url: `${client}/health`,
      tls: { ca: pki('ca.crt'), cert: pki('client.crt'), key: pki('client.key') },
    },
    readyMs: 30_000,
    graceMs: 5_000,
  }
}
