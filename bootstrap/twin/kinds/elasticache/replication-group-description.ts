import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { digits } from '../../service/ids.ts'
import type { World } from '../../service/world.ts'
import { engineVersion } from './engine-versions.ts'

/** The settings that a replication group gets: what is asked for, and AWS' defaults where nothing is. */
export const cacheSettings = (args: Attributes): Attributes => {
  const engine = args['engine'] ?? 'redis'
  const version = engineVersion(engine, args['engineVersion'])
  return {
    atRestEncryptionEnabled: 'false',
    autoMinorVersionUpgrade: 'true',
    automaticFailoverEnabled: false,
    clusterMode: 'disabled',
    dataTieringEnabled: false,
    ipDiscovery: 'ipv4',
    maintenanceWindow: 'sun:17:00-sun:18:00',
    multiAzEnabled: false,
    networkType: 'ipv4',
    numCacheClusters: 1,
    parameterGroupName: `default.${version?.family}`,
    port: 6379,
    snapshotRetentionLimit: 0,
    snapshotWindow: '15:00-16:00',
    transitEncryptionEnabled: false,
    ...args,
    ...(args['transitEncryptionEnabled'] === true && {
      transitEncryptionMode: args['transitEncryptionMode'] ?? 'required',
    }),
    engine,
    engineVersion: args['engineVersion'] ?? version?.version,
  }
}

/** The names of the nodes: `tasks-001` and so on. */
export const membersOf = ({ id, attributes }: AwsResource): string[] =>
  Array.from(
    { length: Number(attributes['numCacheClusters'] ?? 1) },
    (_, index) => `${id}-${String(index + 1).padStart(3, '0')}`,
  )

/** What a describe tells of a replication group besides its settings. */
export const cacheDescription = (world: World, resource: AwsResource): Attributes => {
  const { attributes, id } = resource
  const suffix = `${id}.${digits(`cache ${world.accountId}`, 6)}.${shortRegion(world.region)}.cache.amazonaws.com`
  const isTls = attributes['transitEncryptionEnabled'] === true
  return {
    clusterEnabled: attributes['clusterMode'] === 'enabled',
    engineVersionActual: engineVersion(attributes['engine'], attributes['engineVersion'])?.actual,
    memberClusters: membersOf(resource),
    primaryEndpointAddress: isTls ? `master.${suffix}` : suffix.replace('.', '.ng.0001.'),
    readerEndpointAddress: isTls ? `replica.${suffix}` : suffix.replace('.', '-ro.'),
  }
}

/** `apne1` for `ap-northeast-1`. */
const shortRegion = (region: string): string => {
  const [area = '', direction = '', number = ''] = region.split('-')
  const points = direction.match(/north|south|east|west|central/g) ?? []
  return area + points.map((point) => point[0]).join('') + number
}
