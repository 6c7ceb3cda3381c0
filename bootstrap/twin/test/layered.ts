import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Attributes } from '../service/aws-resource.ts'
import type { TestAccount } from './test-account.ts'
import { testEks } from './test-cluster.ts'

/** A composite as its example has it. */
export type Composite = Readonly<{ spec: Attributes }>

const example = (file: string): Composite =>
  parse(readFileSync(new URL(`../../../compositions/${file}`, import.meta.url), 'utf8')) as Composite

/** The composite with these fields of its spec. */
export const withSpec = (composite: Composite, spec: Attributes): Composite => ({
  ...composite,
  spec: { ...composite.spec, ...spec },
})

const zones = ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d']

/** The network of a platform, with subnets of the public and of the private part in three zones. */
const givenNetwork = async (aws: TestAccount) => {
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, enableDnsSupport: true })
  await aws.make('InternetGateway', { vpcId: vpc.id })
  const subnets = (part: number) =>
    Promise.all(
      zones.map(async (availabilityZone, at) => {
        const cidrBlock = `10.0.${16 * part + at}.0/24`
        return (await aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })).id
      }),
    )
  const group = await aws.make('SecurityGroup', { name: 'cluster', description: 'cluster', vpcId: vpc.id })
  return { vpcId: vpc.id, open: await subnets(0), closed: await subnets(1), clusterSecurityGroupId: group.id }
}

const topicOf = async (aws: TestAccount) => String((await aws.make('Topic', {}, 'events')).attributes['arn'])

const forEdge = async (aws: TestAccount) => {
  const { vpcId, open, clusterSecurityGroupId } = await givenNetwork(aws)
  return { vpcId, publicSubnetIds: open, clusterSecurityGroupId }
}
const forData = async (aws: TestAccount) => {
  const { vpcId, closed, clusterSecurityGroupId } = await givenNetwork(aws)
  return { vpcId, subnetIds: closed, clusterSecurityGroupId, eventsTopicArn: await topicOf(aws) }
}
const forEndpoints = async (aws: TestAccount) => {
  const { vpcId, closed } = await givenNetwork(aws)
  return { vpcId, subnets: closed.map((id, at) => ({ zone: zones[at], id })) }
}
const forIdentities = async (aws: TestAccount) => {
  const { vpc, makeCluster } = await testEks(aws)
  const { id } = await makeCluster()
  return { vpcId: vpc.id, clusterName: id }
}
const forCluster = async (aws: TestAccount) => {
  const { vpcId, closed } = await givenNetwork(aws)
  return { vpcId, subnetIds: closed }
}
const nothing = async () => ({})

/** An example of a layer, and how the account is filled with what it names: fields of its spec. */
export type Layered = Readonly<{ file: string; given: (aws: TestAccount) => Promise<Attributes> }>

const all: readonly Layered[] = [
  { file: 'network/examples/development.yaml', given: nothing },
  { file: 'network/examples/production.yaml', given: nothing },
  { file: 'endpoints/examples/production.yaml', given: forEndpoints },
  { file: 'cluster/examples/development.yaml', given: forCluster },
  { file: 'cluster/examples/production.yaml', given: forCluster },
  { file: 'identities/examples/irsa.yaml', given: forIdentities },
  { file: 'identities/examples/pod-identity.yaml', given: forIdentities },
  { file: 'database/examples/development.yaml', given: forData },
  { file: 'database/examples/production.yaml', given: forData },
  { file: 'cache/examples/development.yaml', given: forData },
  { file: 'cache/examples/production.yaml', given: forData },
  { file: 'registry/examples/development.yaml', given: nothing },
  { file: 'registry/examples/production.yaml', given: nothing },
  { file: 'secrets/examples/development.yaml', given: nothing },
  { file: 'secrets/examples/production.yaml', given: nothing },
  { file: 'edge/examples/development.yaml', given: forEdge },
  { file: 'edge/examples/production.yaml', given: forEdge },
  { file: 'observability/examples/early.yaml', given: nothing },
  { file: 'observability/examples/production.yaml', given: nothing },
]

/** The examples of all layers. */
export const layered = { all, example, forEdge, forData } as const
