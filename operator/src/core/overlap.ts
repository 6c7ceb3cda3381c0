import { contains, parseIpv4Network } from '@taskplatform/crds/cel/ipv4-network'
import type { Installation } from './installation.ts'
import type { Issue } from './issue.ts'
import { matches } from './pattern.ts'

/** A platform as far as its address range is concerned. */
export type Neighbour = Readonly<{
  namespace: string
  name: string
  uid: string
  /** RFC 3339; of two that are as old, the one with the smaller UID counts as older. */
  createdAt: string
  cidr: string
  /** Whether it may have been made already: it keeps its range, however old the other one is. */
  stands: boolean
}>

/**
 * Why a platform that is not made yet must not get its address range: traffic of a network that both are attached to would find
 * one of them only. The younger gives way, and never one that stands. A name of another namespace is not told.
 */
export function overlapIssues(
  platform: Neighbour,
  others: readonly Neighbour[],
  installation: Installation,
): readonly Issue[] {
  return networksOf(installation).flatMap((network) => {
    if (!isAttached(platform, network)) return []
    const taken = network.cidrs.find((cidr) => overlaps(cidr, platform.cidr))
    if (taken) return [issue(platform, taken, `network "${network.name}" itself`, network.name)]
    const other = others.find(
      (one) => isAttached(one, network) && overlaps(one.cidr, platform.cidr) && givesWay(platform, one),
    )
    return other ? [issue(platform, other.cidr, ownerOf(other, platform), network.name)] : []
  })
}

type Network = Installation['attachedNetworks'][number]

// whoever only says that the management cluster gets in privately has attached every platform to its network
const networksOf = ({ attachedNetworks, privateAccess }: Installation): readonly Network[] =>
  attachedNetworks.length === 0 && privateAccess
    ? [{ name: 'management', platforms: ['*/*'], cidrs: [] }]
    : attachedNetworks

const isAttached = ({ namespace, name }: Neighbour, { platforms }: Network): boolean =>
  platforms.some((pattern) => matches(pattern, `${namespace}/${name}`))

const givesWay = (platform: Neighbour, other: Neighbour): boolean => {
  if (platform.uid === other.uid) return false
  return other.stands || ageOf(other) < ageOf(platform)
}

const ageOf = ({ createdAt, uid }: Neighbour): string => `${createdAt} ${uid}`

const overlaps = (a: string, b: string): boolean => {
  const [one, other] = [parseIpv4Network(a), parseIpv4Network(b)]
  return one !== undefined && other !== undefined && (contains(one, other) || contains(other, one))
}

const ownerOf = (other: Neighbour, { namespace }: Neighbour): string =>
  other.namespace === namespace ? `TaskPlatform ${other.name}` : 'a TaskPlatform of another namespace'

const issue = ({ cidr }: Neighbour, taken: string, owner: string, network: string): Issue => ({
  path: 'spec.network.cidr',
  message:
    `${cidr} overlaps ${taken} of ${owner}, and both are attached to network "${network}": delete this TaskPlatform, ` +
    `of which nothing has been made, and make it with another spec.network.cidr`,
})
