import { join } from 'node:path'
import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'

/** Where the API server listens. */
export const apiServerUrl = (ports: PartContext['ports']): string => `https://127.0.0.1:${ports.apiserver}`

/** The API server as released, with its usual admission, RBAC, and priority and fairness. */
export const kubeApiserver = (context: PartContext): ProcessSpec => {
  const { layout, ports, programs } = context
  const pki = (file: string) => join(layout.clusterPki, file)
  return {
    command: programs['kube-apiserver'],
    args: [
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${ports.apiserver}`,
      `--tls-cert-file=${pki('apiserver.crt')}`,
      `--tls-private-key-file=${pki('apiserver.key')}`,
      `--client-ca-file=${pki('ca.crt')}`,
      `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
      `--etcd-cafile=${join(layout.etcdPki, 'ca.crt')}`,
      `--etcd-certfile=${join(layout.etcdPki, 'client.crt')}`,
      `--etcd-keyfile=${join(layout.etcdPki, 'client.key')}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki('service-account.pub')}`,
      `--service-account-signing-key-file=${pki('service-account.key')}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      // there is nobody on the network to announce the address to, and loopback is refused as an endpoint
      '--endpoint-reconciler-type=none',
      '--event-ttl=1h',
      '--profiling=false',
      ...(context.auditLog ? auditFlags(context) : []),
    ],
    probe: {
      url: `${apiServerUrl(ports)}/readyz`,
      tls: { ca: pki('ca.crt'), cert: pki('user-admin.crt'), key: pki('user-admin.key') },
    },
    readyMs: 60_000,
    graceMs: 15_000,
  }
}

/** One line per finished request: who, what, when, with which answer; no bodies, so no secrets. */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
}

const auditFlags = ({ layout }: PartContext): string[] => [
  `--audit-policy-file=${layout.auditPolicy}`,
  `--audit-log-path=${layout.auditLog}`,
  '--audit-log-format=json',
  '--audit-log-mode=blocking',
  // MiB: whoever counts must find all of it in one file
  '--audit-log-maxsize=10000',
]
