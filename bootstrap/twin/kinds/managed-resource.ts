import type { Resource } from '@taskplatform/operator/kube/resource'

/** A namespaced kind of the AWS provider. */
export const managed = (service: string, kind: string, plural: string): Resource => ({
  group: `${service}.aws.m.upbound.io`,
  version: 'v1beta1',
  kind,
  plural,
  namespaced: true,
})

/** A kind of EC2. */
export const ec2 = (kind: string, plural: string): Resource => managed('ec2', kind, plural)
