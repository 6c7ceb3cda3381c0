import { join } from 'node:path'
import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'

/** The controllers that a cluster without pods and nodes needs: garbage collection, namespaces, roles, service accounts. */
export const kubeControllerManager = ({ layout, ports, programs }: PartContext): ProcessSpec => {
  const pki = (file: string) => join(layout.clusterPki, file)
  return {
    command: programs['kube-controller-manager'],
    args: [
      `--kubeconfig=${layout.kubeconfigOf('system:kube-controller-manager')}`,
      `--controllers=${controllers.join(',')}`,
      // each controller acts under its own account, which holds the rights; the manager's own user has nearly none
      '--use-service-account-credentials',
      `--service-account-private-key-file=${pki('service-account.key')}`,
      `--root-ca-file=${pki('ca.crt')}`,
      '--leader-elect=false',
      // its usual 20 requests per second are for a control plane that many share: deleting a platform would wait for them
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.controllerManager}`,
      `--tls-cert-file=${pki('controller-manager.crt')}`,
      `--tls-private-key-file=${pki('controller-manager.key')}`,
      '--profiling=false',
    ],
    probe: { url: `https://127.0.0.1:${ports.controllerManager}/healthz`, tls: { ca: pki('ca.crt') } },
    readyMs: 60_000,
    graceMs: 5_000,
  }
}

const controllers = [
  'garbage-collector-controller',
  'namespace-controller',
  'clusterrole-aggregation-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
]
