/** The newest tested release of the platform, and what it holds as far as the contract's rules must know. */
export const currentRelease = { name: '2026.11', kubernetes: '1.36' } as const

/**
 * What the fields that may never change mean when they are not set. They are part of the API version: another default
 * would renumber or replace what runs, so a field left out means this value for ever.
 */
export const fixedDefaults = {
  networkCidr: '10.0.0.0/16',
  serviceCidr: '172.20.0.0/16',
  databaseMajor: '17',
  databaseName: 'tasks',
  cacheEngine: 'Redis',
  providerConfigKind: 'ClusterProviderConfig',
  providerConfigName: 'default',
} as const

/** The newest version of each cache engine that we make when the spec names none. */
export const cacheVersions = { Redis: '7.1', Valkey: '8.1' } as const

const common = {
  release: currentRelease.name,
  suspend: false,
  aws: {
    providerConfigRef: { kind: fixedDefaults.providerConfigKind, name: fixedDefaults.providerConfigName },
  },
  app: { rollback: 'Automatic' },
  chaos: { enabled: false },
} as const

const commonCluster = {
  version: currentRelease.kubernetes,
  serviceCidr: fixedDefaults.serviceCidr,
  workloadIdentity: 'IRSA',
  apiAccess: { public: true, allowedCidrs: [] },
} as const

const commonNodes = { capacityType: 'OnDemand', amiType: 'AL2023_x86_64_STANDARD' } as const

const commonDatabase = { engineVersion: fixedDefaults.databaseMajor, databaseName: fixedDefaults.databaseName } as const

const commonCache = { engine: fixedDefaults.cacheEngine, engineVersion: cacheVersions.Redis } as const

/**
 * What each profile means, field by field: the values of the fields that the spec leaves out. A field without a
 * default here is off or empty when it is not set. Sizes are those of the two profiles that were priced together.
 */
export const profileDefaults = {
  Development: {
    ...common,
    deletionProtection: false,
    dataPolicy: 'Delete',
    network: {
      cidr: fixedDefaults.networkCidr,
      availabilityZones: 2,
      natGateways: 'Single',
      flowLogs: { enabled: false, retentionDays: 30 },
      interfaceEndpoints: false,
    },
    cluster: {
      ...commonCluster,
      nodeGroups: [
        {
          ...commonNodes,
          name: 'general',
          instanceTypes: ['t3.medium'],
          size: { min: 2, max: 4 },
          diskGiB: 30,
        },
      ],
    },
    database: {
      ...commonDatabase,
      instanceClass: 'db.t3.micro',
      storageGiB: 20,
      maxStorageGiB: 80,
      multiAz: false,
      backupRetentionDays: 1,
    },
    cache: { ...commonCache, nodeType: 'cache.t3.micro', nodes: 1, multiAz: false },
    registry: { keepImages: 10 },
    monitoring: { metricsRetentionDays: 7, metricsStorageGiB: 20, logRetentionDays: 7 },
    maintenance: { window: { day: 'Sunday', startUtc: '18:00', hours: 4 }, holdOnErrorBudget: false },
  },
  Production: {
    ...common,
    deletionProtection: true,
    dataPolicy: 'Snapshot',
    network: {
      cidr: fixedDefaults.networkCidr,
      availabilityZones: 3,
      natGateways: 'PerZone',
      flowLogs: { enabled: true, retentionDays: 365 },
      interfaceEndpoints: true,
    },
    cluster: {
      ...commonCluster,
      nodeGroups: [
        {
          ...commonNodes,
          name: 'general',
          instanceTypes: ['m6i.large'],
          size: { min: 3, max: 10 },
          diskGiB: 50,
        },
      ],
    },
    database: {
      ...commonDatabase,
      instanceClass: 'db.r6g.large',
      storageGiB: 50,
      maxStorageGiB: 200,
      multiAz: true,
      backupRetentionDays: 14,
    },
    cache: { ...commonCache, nodeType: 'cache.t3.small', nodes: 3, multiAz: true },
    registry: { keepImages: 30 },
    edge: { accessLogRetentionDays: 90 },
    monitoring: { metricsRetentionDays: 15, metricsStorageGiB: 50, logRetentionDays: 30 },
    maintenance: { window: { day: 'Sunday', startUtc: '18:00', hours: 4 }, holdOnErrorBudget: true },
  },
} as const

/**
 * The rest of what a profile means: settings that no field of the spec changes, by the layer that they are for. Days and
 * seconds are as AWS takes them; a customKey is a KMS key of the platform's own instead of that of the service.
 */
export const profileSettings = {
  Development: {
    cluster: { customKey: false, logTypes: ['audit', 'authenticator'], logRetentionDays: 7 },
    database: {
      customKey: false,
      performanceInsights: false,
      enhancedMonitoringSeconds: 0,
      logExports: ['postgresql'],
    },
    cache: { customKey: false, snapshotRetentionDays: 0, logDelivery: false },
    registry: { customKey: false },
    secrets: { customKey: false, recoveryWindowDays: 0 },
    edge: { accessLogs: false },
    observability: { customKey: false },
  },
  Production: {
    // audit logs are kept for a year, whatever the logs of the pods are
    cluster: {
      customKey: true,
      logTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      logRetentionDays: 365,
    },
    database: {
      customKey: true,
      performanceInsights: true,
      enhancedMonitoringSeconds: 60,
      logExports: ['postgresql', 'upgrade'],
    },
    cache: { customKey: true, snapshotRetentionDays: 7, logDelivery: true },
    registry: { customKey: true },
    secrets: { customKey: true, recoveryWindowDays: 30 },
    edge: { accessLogs: true },
    observability: { customKey: true },
  },
} as const

/** A profile: the source of every default. */
export type Profile = keyof typeof profileDefaults

/** Both profiles. */
export const profiles = Object.keys(profileDefaults) as [Profile, ...Profile[]]
