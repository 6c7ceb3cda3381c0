import { hyphenName } from '@taskplatform/compositions/names'
import type { PlatformId } from './platform-id.ts'

/**
 * Identifier in AWS of what may outlive its platform. It carries the platform's UID, as a hash: a platform that is made again
 * under the same name never meets what the first one left behind.
 */
export const identifierOf = (id: PlatformId, part: Part): string =>
  hyphenName(id, { max: longest, suffix: part, salt: id.uid })

type Part = 'database' | 'cache' | 'registry' | 'secrets'

// A replication group takes no more, the shortest of all. Source: CreateReplicationGroup of the ElastiCache API
const longest = 40
