import { createFakeClock, type FakeClock } from '../../../operator/test/memory/clock.ts'
import { kinds } from '../kinds/registry.ts'
import { type Account, createAccount } from '../service/account.ts'
import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import { noBacking } from '../service/backing.ts'
import { createFaults, type Faults } from '../service/faults.ts'
import type { Journal } from '../service/journal.ts'
import type { JournalEntry } from '../service/journal-entry.ts'
import { type Kind, nameOf } from '../service/kind.ts'
import { isRefusal, type Refusal } from '../service/refusal.ts'
import type { World } from '../service/world.ts'

/** An account in memory, and short ways to ask something of it. */
export type TestAccount = Readonly<{
  account: Account
  clock: FakeClock
  faults: Faults
  entries: JournalEntry[]
  /** Calls for a creation in ap-northeast-1. `name`: the external name, for kinds that the user names. */
  ask(kind: string, args: Attributes, name?: string): Promise<AwsResource | Refusal>
  /** The same, where a refusal would be a fault of the test. */
  make(kind: string, args: Attributes, name?: string): Promise<AwsResource>
  modify(resource: AwsResource, changes: Attributes): Promise<Refusal | undefined>
  remove(resource: AwsResource): Promise<Refusal | undefined>
}>

/** An account without resources, or with the past of `entries`. `backing`: what runs behind them; nothing, unless given. */
export const testAccount = (
  timeScale = 0,
  entries: JournalEntry[] = [],
  clock = createFakeClock(),
  backing: World['backing'] = () => noBacking,
): TestAccount => {
  const journal: Journal = {
    append: async (more) => {
      entries.push(...more)
    },
    close: async () => {},
  }
  const faults = createFaults()
  const past = [...entries]
  const account = createAccount({
    accountId: '111122223333',
    seed: 'test',
    timeScale,
    clock,
    journal,
    entries: past,
    faults,
    backing,
  })
  // tokens of the past stand for what was made then
  let asked = past.length
  const calling = () => {
    asked += 1
    return { region: 'ap-northeast-1', owner: `test/${asked}`, token: `token-${asked}` }
  }
  const ask: TestAccount['ask'] = (kind, args, name = '') => {
    const region = kindOf(kind).arguments.includes('region') ? { region: 'ap-northeast-1' } : {}
    return account.create(kindOf(kind), { ...calling(), args: { ...region, ...args }, name })
  }
  return {
    account,
    clock,
    faults,
    entries,
    ask,
    make: async (kind, args, name) => {
      const answer = await ask(kind, args, name)
      if (isRefusal(answer)) throw new Error(`${kind} was refused: ${answer.code}: ${answer.message}`)
      return answer
    },
    modify: (resource, changes) => account.modify(kindOf(resource.kind), resource, changes, calling()),
    remove: (resource) => account.remove(kindOf(resource.kind), resource, calling()),
  }
}

/** A kind of the registry. */
export const kindOf = (name: string): Kind => {
  const kind = kinds.find((one) => nameOf(one) === name)
  if (!kind) throw new RangeError(`no kind ${name}`)
  return kind
}

/** A network to judge others in: a VPC, a public and a private subnet, gateway, address and NAT gateway. */
export const testNetwork = async (aws: TestAccount) => {
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true })
  const subnet = (cidrBlock: string, availabilityZone = 'ap-northeast-1a') =>
    aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
  const [open, closed] = [await subnet('10.0.0.0/24'), await subnet('10.0.1.0/24')]
  const internet = await aws.make('InternetGateway', { vpcId: vpc.id })
  const address = await aws.make('EIP', { domain: 'vpc' })
  const nat = await aws.make('NATGateway', { subnetId: open.id, allocationId: address.id })
  const table = await aws.make('RouteTable', { vpcId: vpc.id })
  return { vpc, open, closed, internet, address, nat, table }
}
