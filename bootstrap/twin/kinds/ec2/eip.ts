import { arnOf } from '../../service/arn.ts'
import type { AwsResource } from '../../service/aws-resource.ts'
import { ec2Id, publicAddress } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A public address of the account. What it is associated with follows from the NAT gateways. */
export const eip: Kind = {
  resource: ec2('EIP', 'eips'),
  title: 'EC2 EIP',
  service: 'EC2',
  calls: { create: 'AllocateAddress', modify: 'AssociateAddress', delete: 'DisassociateAddress' },
  context: { delete: ({ id }) => `disassociating EC2 EIP (${id.replace('eipalloc', 'eipassoc')})` },
  arguments: [
    'address',
    'associateWithPrivateIp',
    'customerOwnedIpv4Pool',
    'domain',
    'instance',
    'ipamPoolId',
    'networkBorderGroup',
    'networkInterface',
    'publicIpv4Pool',
    'region',
    'tags',
  ],
  replacing: replacingOf('ec2', 'EIP'),
  references: [],
  naming: { by: 'aws', id: (from) => ec2Id('eipalloc', from) },
  create: (world, { id, args }) => {
    if (world.all('EIP').length >= world.quotas.elasticIpsPerRegion)
      return refuse('AddressLimitExceeded', 'The maximum number of addresses has been reached.')
    const publicIp = freeAddress(world, id)
    return {
      allocationId: id,
      arn: arnOf(world, 'ec2', `elastic-ip/${id}`),
      domain: args['domain'] ?? 'vpc',
      networkBorderGroup: args['networkBorderGroup'] ?? world.region,
      publicDns: `ec2-${publicIp.replaceAll('.', '-')}.${world.region}.compute.amazonaws.com`,
      publicIp,
      publicIpv4Pool: args['publicIpv4Pool'] ?? 'amazon',
    }
  },
  remove: (world, { id }) => {
    const user = userOf(world, id)
    if (!user) return undefined
    return refuse('AuthFailure', 'You do not have permission to access the specified resource.', {
      blockers: [user.id],
    })
  },
  derive: (world, { id }) => {
    const user = userOf(world, id)
    if (!user) return {}
    const { associationId, networkInterfaceId, privateIp } = user.attributes
    return { associationId, networkInterface: networkInterfaceId, privateIp }
  },
}

const userOf = (world: World, id: string): AwsResource | undefined =>
  world.all('NATGateway').find(({ attributes }) => attributes['allocationId'] === id)

const freeAddress = (world: World, id: string): string => {
  const taken = new Set(world.all('EIP').map(({ attributes }) => attributes['publicIp']))
  for (let turn = 0; ; turn++) {
    const address = publicAddress(`${id}/${turn}`)
    if (!taken.has(address)) return address
  }
}
