import { type Desired, managed, refTo } from '../managed.ts'
import { keys, type NetworkPlan } from './network-plan.ts'

/** The VPC, its door to the internet, and its default security group without any rule. */
export const vpc = ({ layer, spec }: NetworkPlan): Desired[] => [
  managed(layer, 'ec2/VPC', keys.vpc, {
    cidrBlock: spec.cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    instanceTenancy: 'default',
  }),
  managed(layer, 'ec2/InternetGateway', keys.internetGateway, { vpcIdRef: refTo(layer, keys.vpc) }),
  managed(
    layer,
    'ec2/DefaultSecurityGroup',
    keys.defaultSecurityGroup,
    { vpcIdRef: refTo(layer, keys.vpc), ingress: [], egress: [] },
    // without LateInitialize: a rule that somebody adds must not be copied into the spec
    { managementPolicies: ['Observe', 'Create', 'Update', 'Delete'] },
  ),
]
