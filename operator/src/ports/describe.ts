import type { PlatformName } from './composites.ts'

/**
 * What only AWS itself can tell, for an installation that gives the operator a role to read it. The provider reports none of this;
 * without the port the status says what cannot be known.
 */
export interface Describe {
  /** Free addresses in the scarcest of these subnets; `undefined` while AWS does not say. */
  freeAddresses(platform: PlatformName, subnetIds: readonly string[], signal: AbortSignal): Promise<number | undefined>
}
