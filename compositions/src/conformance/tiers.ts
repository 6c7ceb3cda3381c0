import type { Placed, View } from './view.ts'

/** Where a subnet lies: `public` faces the internet, `private` reaches it through NAT, `data` does not reach it at all. */
export type Tier = 'public' | 'private' | 'data'

/** What a subnet is meant to be, by the role that its tags give it. */
export const meantTier = ({ asked }: Placed<'ec2/Subnet'>): Tier => {
  if (asked.tags?.['kubernetes.io/role/elb']) return 'public'
  return asked.tags?.['kubernetes.io/role/internal-elb'] ? 'private' : 'data'
}

/** What a subnet is, by the default route of its route table. */
export const actualTier = (view: View, subnet: Placed<'ec2/Subnet'>): Tier => {
  const targets = defaultRoutes(view, subnet)
  if (targets.some(({ asked }) => asked.gatewayId)) return 'public'
  return targets.length > 0 ? 'private' : 'data'
}

/** Routes to everywhere in the route table of the subnet. */
const defaultRoutes = (view: View, subnet: Placed<'ec2/Subnet'>): readonly Placed<'ec2/Route'>[] => {
  const tables = view
    .of('ec2/RouteTableAssociation')
    .filter(({ asked }) => asked.subnetId === subnet.id)
    .map(({ asked }) => asked.routeTableId)
  return view.of('ec2/Route').filter(({ asked }) => tables.includes(asked.routeTableId) && leadsEverywhere(asked))
}

const leadsEverywhere = ({ destinationCidrBlock, destinationIpv6CidrBlock }: Placed<'ec2/Route'>['asked']): boolean =>
  destinationCidrBlock === '0.0.0.0/0' || destinationIpv6CidrBlock === '::/0'
