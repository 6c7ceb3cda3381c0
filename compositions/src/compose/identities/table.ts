import type { IdentityName } from '@taskplatform/crds/layers/identities'
import type { Statement } from '../policy-document.ts'
import type { ServiceAccount } from '../workload-trust.ts'
import type { IdentitiesPlan } from './plan.ts'
import { alertmanager } from './rights/alertmanager.ts'
import { cloudwatchExporter } from './rights/cloudwatch-exporter.ts'
import { clusterAutoscaler } from './rights/cluster-autoscaler.ts'
import { fluentBit } from './rights/fluent-bit.ts'
import { loadBalancerController } from './rights/load-balancer-controller.ts'
import { app, externalSecrets, rotation } from './rights/secrets.ts'

/** A workload with an identity of its own: which service account it runs as, and what it may do. */
export type Identity = ServiceAccount &
  Readonly<{
    name: IdentityName
    /** What it is for, in words for the console. */
    about: string
    /** Its rights; none, while nothing is known that it could have a right to. */
    rights: (plan: IdentitiesPlan) => readonly Statement[]
  }>

/** Every identity of a platform. Namespaces and service accounts are those of the charts. */
export const identityTable: readonly Identity[] = [
  {
    name: 'loadBalancerController',
    about: 'Registers pods as targets of the load balancer',
    namespace: 'kube-system',
    serviceAccount: 'aws-load-balancer-controller',
    rights: loadBalancerController,
  },
  {
    name: 'clusterAutoscaler',
    about: 'Resizes the node groups of the cluster',
    namespace: 'kube-system',
    serviceAccount: 'cluster-autoscaler',
    rights: clusterAutoscaler,
  },
  {
    name: 'externalSecrets',
    about: 'Copies secrets of the application into the cluster',
    namespace: 'external-secrets',
    serviceAccount: 'external-secrets',
    rights: externalSecrets,
  },
  {
    name: 'fluentBit',
    about: 'Writes logs of pods to CloudWatch Logs',
    namespace: 'logging',
    serviceAccount: 'fluent-bit',
    rights: fluentBit,
  },
  {
    name: 'alertmanager',
    about: 'Publishes alerts',
    namespace: 'monitoring',
    serviceAccount: 'alertmanager',
    rights: alertmanager,
  },
  {
    name: 'cloudwatchExporter',
    about: 'Reads metrics of AWS for Prometheus',
    namespace: 'monitoring',
    serviceAccount: 'cloudwatch-exporter',
    rights: cloudwatchExporter,
  },
  {
    name: 'app',
    about: 'The application: reads its own secrets',
    namespace: 'task-app',
    serviceAccount: 'api',
    rights: app,
  },
  {
    name: 'rotation',
    about: 'Renews the secrets of the application',
    namespace: 'task-app',
    serviceAccount: 'rotation',
    rights: rotation,
  },
]
