import { type ComposedKind, composedKinds } from '@taskplatform/compositions/composed-kinds'

/** A kind of managed resource by its service and name. Throws if the compositions make no such kind: a slip of the pen. */
export function composedKind(service: string, kind: string): ComposedKind {
  const found = composedKinds.find((one) => one.kind === kind && one.group === `${service}.aws.m.upbound.io`)
  if (!found) throw new Error(`The compositions make no ${kind} of ${service}: see composed-kinds.ts`)
  return found
}
