import type { TestAccount } from './test-account.ts'

/** A network to judge databases and caches in: subnets in two zones, a security group, the groups of subnets, a key. */
export const testDataNetwork = async (aws: TestAccount) => {
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
  const subnet = (cidrBlock: string, availabilityZone: string) =>
    aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
  const a = await subnet('10.0.0.0/24', 'ap-northeast-1a')
  const c = await subnet('10.0.1.0/24', 'ap-northeast-1c')
  const group = await aws.make('SecurityGroup', { vpcId: vpc.id, description: 'data', name: 'data' })
  const key = await aws.make('Key', {})
  await aws.make('DBSubnetGroup', { subnetIds: [a.id, c.id] }, 'subnets')
  await aws.make('CacheSubnetGroup', { subnetIds: [a.id, c.id] }, 'subnets')
  return { vpc, a, c, group, key }
}

/** Settings with which RDS makes an instance in that network; `more` comes on top. */
export const testInstance = (more: object = {}) => ({
  identifier: 'tasks',
  engine: 'postgres',
  engineVersion: '17',
  instanceClass: 'db.t3.small',
  allocatedStorage: 20,
  storageType: 'gp3',
  username: 'tasks',
  manageMasterUserPassword: true,
  dbName: 'tasks',
  dbSubnetGroupName: 'subnets',
  skipFinalSnapshot: true,
  ...more,
})
