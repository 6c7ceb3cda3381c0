import { type Desired, managed, refTo } from '../../managed.ts'
import { keepsData, keptIf } from '../kept.ts'
import { keys, type NetworkPlan } from './network-plan.ts'

/** The VPC, its door to the internet, and its default security group without any rule. */
export const vpc = ({ layer, spec }: NetworkPlan): Desired[] => [
  managed(
    layer,
    'ec2/VPC',
    keys.vpc,
    { cidrBlock: spec.cidr, enableDnsSupport: true, enableDnsHostnames: true, instanceTenancy: 'default' },
    keptIf(keepsData(spec.dataPolicy)),
  ),
  managed(layer, 'ec2/InternetGateway', keys.internetGateway, { vpcIdRef: refTo(layer, keys.vpc) }),
  managed(
    layer,
    'ec2/DefaultSecurityGroup',
    keys.defaultSecurityGroup,
    { vpcIdRef: refTo(layer, keys.vpc), ingress: [], egress: [] },
    // a rule that somebody adds must not be copied into the spec
    keptIf(false, { lateInitialize: false }),
  ),
]
