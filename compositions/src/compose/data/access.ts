import type { Layer } from '../../layer.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { keptIf } from '../kept.ts'

/** Composition keys of who may connect. */
export const accessKeys = { securityGroup: 'security-group', ingress: 'security-group-rule-cluster' } as const

/** Who may connect to a store of data, and where it listens. */
export type Access = Readonly<{
  /** What listens, in words. */
  what: string
  port: number
  vpcId: string
  /** Not given means that nobody may connect: the cluster is not there yet, or is about to go. */
  clusterSecurityGroupId: string | undefined
  kept: boolean
}>

/**
 * One port, from the cluster and from nowhere else. A store starts no connections, so that there is no egress rule. The rule names
 * the security group of the cluster, which AWS does not delete before the rule is gone; so the rule is never kept.
 */
export const accessOf = (layer: Layer, access: Access): Desired[] => [
  securityGroup(layer, access),
  ...(access.clusterSecurityGroupId ? [ingress(layer, access, access.clusterSecurityGroupId)] : []),
]

const securityGroup = (layer: Layer, { what, vpcId, kept }: Access): Desired =>
  managed(
    layer,
    'ec2/SecurityGroup',
    accessKeys.securityGroup,
    {
      name: `${layer.owner.namespace}/${layer.owner.name}`,
      description: `${what}: from the cluster, and nothing else`,
      vpcId,
    },
    keptIf(kept),
  )

const ingress = (layer: Layer, { what, port }: Access, referencedSecurityGroupId: string): Desired =>
  managed(layer, 'ec2/SecurityGroupIngressRule', accessKeys.ingress, {
    securityGroupIdRef: refTo(layer, accessKeys.securityGroup),
    description: `${what} from the cluster`,
    referencedSecurityGroupId,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
  })
