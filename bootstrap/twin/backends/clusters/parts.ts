import { dirname, join } from 'node:path'
import type { ProcessSpec } from '../../../local/process/spec.ts'
import type { ClusterLayout } from './layout.ts'
import type { ClusterPorts } from './ports.ts'
import type { ClusterSpec } from './wanted-clusters.ts'

/** What the command lines of a cluster's programs depend on. */
export type PartContext = Readonly<{
  layout: ClusterLayout
  ports: ClusterPorts
  programs: Readonly<Record<string, string>>
  spec: Pick<ClusterSpec, 'serviceCidr' | 'podCidr' | 'issuer'>
}>

/** The programs of a cluster, in the order in which they start; those after the API server all at once. */
export const partNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const
export type PartName = (typeof partNames)[number]

/** Throws a RangeError if a program was not given. */
export const programOf = ({ programs }: Pick<PartContext, 'programs'>, name: PartName): string => {
  const path = programs[name]
  if (path) return path
  throw new RangeError(`A cluster needs ${name}: give its path with --program ${name}=PATH`)
}

/** Where the API server listens. */
export const apiServerUrl = ({ apiserver }: ClusterPorts): string => `https://127.0.0.1:${apiserver}`

/** Where it asks whose a token is. */
export const webhookUrl = ({ webhook }: ClusterPorts): string => `https://127.0.0.1:${webhook}/authenticate`

/** How to run each program. */
export const specOfPart: Readonly<Record<PartName, (context: PartContext) => ProcessSpec>> = {
  etcd: (context) => {
    const { layout, ports } = context
    const [client, peer] = [`https://127.0.0.1:${ports.etcd}`, `https://127.0.0.1:${ports.etcdPeer}`]
    return {
      command: programOf(context, 'etcd'),
      args: [
        '--name=eks',
        `--data-dir=${layout.etcdData}`,
        `--listen-client-urls=${client}`,
        `--advertise-client-urls=${client}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=eks=${peer}`,
        '--client-cert-auth',
        `--trusted-ca-file=${layout.etcdPkiFile('ca.crt')}`,
        `--cert-file=${layout.etcdPkiFile('server.crt')}`,
        `--key-file=${layout.etcdPkiFile('server.key')}`,
        '--peer-client-cert-auth',
        `--peer-trusted-ca-file=${layout.etcdPkiFile('ca.crt')}`,
        `--peer-cert-file=${layout.etcdPkiFile('server.crt')}`,
        `--peer-key-file=${layout.etcdPkiFile('server.key')}`,
        '--unsafe-no-fsync',
        '--log-level=warn',
      ],
      probe: {
        url: `${client}/health`,
        tls: {
          ca: layout.etcdPkiFile('ca.crt'),
          cert: layout.etcdPkiFile('client.crt'),
          key: layout.etcdPkiFile('client.key'),
        },
      },
      readyMs: 30_000,
      graceMs: 3_000,
    }
  },
  'kube-apiserver': (context) => {
    const { layout, ports, spec } = context
    return {
      command: programOf(context, 'kube-apiserver'),
      args: [
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        `--secure-port=${ports.apiserver}`,
        `--tls-cert-file=${layout.pkiFile('serving.crt')}`,
        `--tls-private-key-file=${layout.pkiFile('serving.key')}`,
        `--client-ca-file=${layout.pkiFile('ca.crt')}`,
        `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
        `--etcd-cafile=${layout.etcdPkiFile('ca.crt')}`,
        `--etcd-certfile=${layout.etcdPkiFile('client.crt')}`,
        `--etcd-keyfile=${layout.etcdPkiFile('client.key')}`,
        '--authorization-mode=Node,RBAC',
        `--authentication-token-webhook-config-file=${layout.webhook}`,
        '--authentication-token-webhook-version=v1',
        // who loses an access entry is out soon: the server itself remembers answers for ten seconds more
        '--authentication-token-webhook-cache-ttl=2s',
        `--service-account-issuer=${spec.issuer}`,
        `--service-account-key-file=${layout.pkiFile('service-account.pub')}`,
        `--service-account-signing-key-file=${layout.pkiFile('service-account.key')}`,
        `--service-cluster-ip-range=${spec.serviceCidr}`,
        '--endpoint-reconciler-type=none',
        '--event-ttl=1h',
        '--profiling=false',
      ],
      probe: { url: `${apiServerUrl(ports)}/readyz`, tls: clientOf(layout, 'admin') },
      readyMs: 60_000,
      graceMs: 8_000,
    }
  },
  'kube-controller-manager': (context) => {
    const { layout, ports, spec } = context
    const kubeconfig = layout.kubeconfigOf('system:kube-controller-manager')
    return {
      command: programOf(context, 'kube-controller-manager'),
      args: [
        `--kubeconfig=${kubeconfig}`,
        `--authentication-kubeconfig=${kubeconfig}`,
        `--authorization-kubeconfig=${kubeconfig}`,
        '--use-service-account-credentials',
        `--service-account-private-key-file=${layout.pkiFile('service-account.key')}`,
        `--root-ca-file=${layout.pkiFile('ca.crt')}`,
        `--service-cluster-ip-range=${spec.serviceCidr}`,
        '--leader-elect=false',
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.controllerManager}`,
        ...servingFlags(layout),
      ],
      probe: { url: `https://127.0.0.1:${ports.controllerManager}/healthz`, tls: { ca: layout.pkiFile('ca.crt') } },
      readyMs: 60_000,
      graceMs: 3_000,
    }
  },
  'kube-scheduler': (context) => {
    const { layout, ports } = context
    const kubeconfig = layout.kubeconfigOf('system:kube-scheduler')
    return {
      command: programOf(context, 'kube-scheduler'),
      args: [
        `--kubeconfig=${kubeconfig}`,
        `--authentication-kubeconfig=${kubeconfig}`,
        `--authorization-kubeconfig=${kubeconfig}`,
        '--leader-elect=false',
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.scheduler}`,
        ...servingFlags(layout),
      ],
      probe: { url: `https://127.0.0.1:${ports.scheduler}/healthz`, tls: { ca: layout.pkiFile('ca.crt') } },
      readyMs: 60_000,
      graceMs: 3_000,
    }
  },
  kwok: (context) => {
    const { layout, ports, spec } = context
    return {
      command: programOf(context, 'kwok'),
      args: [
        `--kubeconfig=${layout.kubeconfigOf('admin')}`,
        // beside the program, as its module has them: it knows none by itself
        ...stages.map((stage) => `--config=${join(dirname(programOf(context, 'kwok')), 'stages', stage)}`),
        '--manage-all-nodes=true',
        `--cidr=${spec.podCidr}`,
        '--node-lease-duration-seconds=40',
        `--server-address=127.0.0.1:${ports.kwok}`,
      ],
      // it looks there for a configuration, which is none of ours
      env: { HOME: layout.folder },
      probe: { url: `http://127.0.0.1:${ports.kwok}/healthz` },
      readyMs: 30_000,
      graceMs: 3_000,
    }
  },
}

const stages = [
  'node-initialize.yaml',
  'node-heartbeat-with-lease.yaml',
  'pod-ready.yaml',
  'pod-complete.yaml',
  'pod-delete.yaml',
]

const clientOf = (layout: ClusterLayout, user: string) => ({
  ca: layout.pkiFile('ca.crt'),
  cert: layout.pkiFile(`${user}.crt`),
  key: layout.pkiFile(`${user}.key`),
})

const servingFlags = (layout: ClusterLayout): string[] => [
  `--tls-cert-file=${layout.pkiFile('serving.crt')}`,
  `--tls-private-key-file=${layout.pkiFile('serving.key')}`,
  '--profiling=false',
]
