import { subnetCidr, type Tier } from '../../address-plan.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { keptIf } from '../kept.ts'
import { isKept, keys, type NetworkPlan, tiers, type Zone } from './network-plan.ts'

/** A public, a private and a data subnet in each zone. */
export const subnets = (network: NetworkPlan): Desired[] =>
  network.zones.flatMap((zone) => tiers.map((tier) => subnet(network, tier, zone)))

const subnet = ({ layer, spec }: NetworkPlan, tier: Tier, zone: Zone): Desired =>
  managed(
    layer,
    'ec2/Subnet',
    keys.subnet(tier, zone),
    {
      vpcIdRef: refTo(layer, keys.vpc),
      availabilityZone: zone.name,
      cidrBlock: subnetCidr(spec.cidr, tier, zone.place),
      // not even in public subnets: what needs a public address asks for one
      mapPublicIpOnLaunch: false,
    },
    { tags: roleTags[tier], ...keptIf(isKept(spec, tier)) },
  )

/** Where the AWS Load Balancer Controller may put load balancers. Source: its guide, "Subnet discovery". */
const roleTags: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  data: {},
}
