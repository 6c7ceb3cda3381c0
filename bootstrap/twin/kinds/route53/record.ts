import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A name in a hosted zone. Every zone of the right form exists here: zones belong to somebody before there is a platform. */
export const record: Kind = {
  resource: managed('route53', 'Record', 'records'),
  title: 'Route53 Record',
  service: 'Route 53',
  calls: {
    create: 'ChangeResourceRecordSets',
    modify: 'ChangeResourceRecordSets',
    delete: 'ChangeResourceRecordSets',
  },
  arguments: [
    'alias',
    'allowOverwrite',
    'cidrRoutingPolicy',
    'failoverRoutingPolicy',
    'geolocationRoutingPolicy',
    'geoproximityRoutingPolicy',
    'healthCheckId',
    'latencyRoutingPolicy',
    'multivalueAnswerRoutingPolicy',
    'name',
    'records',
    'setIdentifier',
    'ttl',
    'type',
    'weightedRoutingPolicy',
    'zoneId',
  ],
  replacing: replacingOf('route53', 'Record'),
  references: [],
  naming: { by: 'aws', id: (_from, { args }) => idOf(args) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => zoneExists(args),
      () => setOf(world, args),
      () => nameIsFree(world, id, args),
    ) ?? { fqdn: plain(args['name']) },
  modify: (world, { attributes }) => setOf(world, attributes),
}

const idOf = ({ zoneId, name, type, setIdentifier }: Attributes): string =>
  [zoneId, plain(name), type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join('_')

const plain = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, '')

const zoneExists = ({ zoneId }: Attributes): Refusal | undefined =>
  /^Z[A-Z0-9]{1,31}$/.test(String(zoneId))
    ? undefined
    : refuse('NoSuchHostedZone', `No hosted zone found with ID: ${zoneId}`, { status: 404 })

const types = ['A', 'AAAA', 'CAA', 'CNAME', 'DS', 'HTTPS', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SPF', 'SRV', 'TXT']

const setOf = (world: World, args: Attributes): Refusal | undefined => {
  const { alias, records, ttl, type } = args
  if (!types.includes(String(type)))
    return refuse('InvalidInput', `Invalid Resource Record: '${type}' is no type of a record`)
  const hasRecords = Array.isArray(records) && records.length > 0 && ttl !== undefined
  if (hasRecords === (alias !== undefined))
    return refuse(
      'InvalidInput',
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${hasRecords ? 'more than one' : 'none'} in Change with [Action=CREATE, Name=${plain(args['name'])}., Type=${type}, SetIdentifier=${args['setIdentifier'] ?? 'null'}]`,
    )
  return alias === undefined ? undefined : targetExists(world, args, alias as Attributes)
}

/** Load balancers are all that an alias can name here. They lie in regions, zones do not. */
const targetExists = (world: World, args: Attributes, { name, zoneId }: Attributes): Refusal | undefined => {
  const asked = `Tried to create an alias that targets ${plain(name)}., type ${args['type']} in zone ${zoneId}`
  const balancers = world.everywhere('LB')
  if (!balancers.some(({ attributes }) => attributes['zoneId'] === zoneId))
    return invalid(`${asked}, but the alias target name does not lie within the target zone`)
  const wanted = plain(name).replace(/^dualstack\./, '')
  return balancers.some(({ attributes }) => attributes['zoneId'] === zoneId && plain(attributes['dnsName']) === wanted)
    ? undefined
    : invalid(`${asked}, but that target was not found`)
}

const nameIsFree = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const { zoneId, name, type, allowOverwrite } = args
  const others = world
    .all('Record')
    .filter(({ attributes }) => attributes['zoneId'] === zoneId && plain(attributes['name']) === plain(name))
  const same = others.find((other) => other.id === id)
  if (same && allowOverwrite !== true)
    return invalid(
      `Tried to create resource record set [name='${plain(name)}.', type='${type}'] but it already exists`,
      same,
    )
  const rival = others.find((other) => other.id !== id && [type, other.attributes['type']].includes('CNAME'))
  if (!rival || rival.attributes['type'] === type) return undefined
  return invalid(
    `RRSet of type ${type} with DNS name ${plain(name)}. is not permitted as it conflicts with other records with the same DNS name in zone ${zoneId}`,
    rival,
  )
}

const invalid = (message: string, inTheWay?: AwsResource): Refusal =>
  refuse('InvalidChangeBatch', `[${message}]`, { blockers: inTheWay ? [inTheWay.id] : [] })
