import type { ConnectionDetails } from '../service/kind.ts'
import type { Managed } from './managed.ts'
import type { Visit } from './visit.ts'

/**
 * Writes the connection secret that an object asks for, if it does not say the same already. Gives the complaint if a secret of
 * that name belongs to somebody else. Never logs what is in it.
 */
export const publish = async (
  { cluster, kind, signal }: Visit,
  managed: Managed,
  details: ConnectionDetails,
): Promise<string | undefined> => {
  const name = managed.spec.writeConnectionSecretToRef?.name
  if (name === undefined) return undefined
  const complaint = await cluster.publish(kind, managed, { name, details }, signal)
  return complaint && `cannot create or update connection secret: ${complaint}`
}
