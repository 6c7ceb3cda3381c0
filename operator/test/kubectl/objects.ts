/** The label of what belongs to the platform `tasks`. */
export const ours = { 'taskplatform.dev/platform': 'tasks' }

/** A namespace. */
export function namespaceOf(name: string, labels: object = {}) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
}

/** A platform as the operator leaves it: with its finalizer. */
export function platformIn(namespace: string, name: string, spec: object) {
  return {
    apiVersion: 'taskplatform.dev/v1alpha1',
    kind: 'TaskPlatform',
    metadata: { namespace, name, finalizers: ['taskplatform.dev/finalizer'] },
    spec: { region: 'ap-northeast-1', ...spec },
  }
}

/** A layer, of the platform if it has its labels. */
export function networkIn(namespace: string, name: string, labels: object) {
  const availabilityZones = ['ap-northeast-1a', 'ap-northeast-1c']
  return {
    apiVersion: 'aws.taskplatform.dev/v1alpha1',
    kind: 'PlatformNetwork',
    metadata: { namespace, name, labels },
    spec: { region: 'ap-northeast-1', cidr: '10.9.0.0/16', availabilityZones },
  }
}

/** A managed resource of a layer. */
export function vpcIn(namespace: string, name: string, labels: object) {
  return {
    apiVersion: 'ec2.aws.m.upbound.io/v1beta1',
    kind: 'VPC',
    metadata: { namespace, name, labels },
    spec: { forProvider: { region: 'ap-northeast-1', cidrBlock: '10.9.0.0/16' } },
  }
}

/** Lets a user do everything. */
export function clusterAdmin(user: string) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `test-${user.split(':').at(-1)}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  }
}
