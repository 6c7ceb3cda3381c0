import type { ManagedResource } from './managed-resource.ts'
import type { KindName } from './observed.ts'

/** Name of the kind of a managed resource, as the generated types have it: `ec2/VPC`. */
export const kindOf = ({ apiVersion, kind }: Pick<ManagedResource, 'apiVersion' | 'kind'>): KindName =>
  `${apiVersion.split('.')[0]}/${kind}` as KindName
