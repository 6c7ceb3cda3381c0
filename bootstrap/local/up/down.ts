import { rm } from 'node:fs/promises'
import type { LocalConfig } from '../config.ts'
import { layoutOf } from '../layout.ts'
import { endLeftovers } from '../leftovers.ts'

/** Stops everything of this checkout's stack and removes its state, whatever state it is in. Returns the parts it stopped. */
export const down = async ({ stateDir }: LocalConfig, signal: AbortSignal): Promise<string[]> => {
  const layout = layoutOf(stateDir)
  const ended = await endLeftovers(layout, signal)
  await rm(layout.stateDir, { recursive: true, force: true, maxRetries: 3 })
  // what runs behind the twin carries its mark too
  return [...new Set(ended.map(({ part }) => part))]
}
