import type { Draft } from './draft.ts'
import type { Managed } from './managed.ts'
import type { Visit } from './visit.ts'

/** Writes what is not written yet of a draft, if anything. */
export const write = async ({ cluster, kind, signal }: Visit, { managed, unwritten }: Draft): Promise<Managed> =>
  unwritten ? cluster.patch(kind, managed, unwritten, signal) : managed
