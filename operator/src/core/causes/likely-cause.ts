import { capacityCauses } from './capacity.ts'
import type { Cause } from './cause.ts'
import { conflictCauses } from './conflicts.ts'
import { dataCauses } from './data.ts'
import { edgeCauses } from './edge.ts'
import { machineryCauses } from './machinery.ts'
import { passingCauses } from './passing.ts'
import { permissionCauses } from './permissions.ts'
import { quotaCauses } from './quotas.ts'

/** What is probably behind a refusal, with what the message named put in. */
export type LikelyCause = Omit<Cause, 'says'>

/** All that is known, the particular before the general. */
export const causes: readonly Cause[] = [
  ...permissionCauses,
  ...passingCauses,
  ...capacityCauses,
  ...quotaCauses,
  ...conflictCauses,
  ...dataCauses,
  ...edgeCauses,
  ...machineryCauses,
]

/**
 * What is probably behind a message of a condition; nothing when nobody knows. A message may tell of several resources:
 * what is said first counts, and where two causes fit the same words, the one that stands first in the table.
 */
export function likelyCause(message: string): LikelyCause | undefined {
  const fitting = causes.flatMap((cause) => {
    const found = cause.says.exec(message)
    return found ? [{ cause, found }] : []
  })
  const first = fitting.toSorted((one, other) => partOf(message, one.found) - partOf(message, other.found))[0]
  return first && filled(first.cause, first.found[1] ?? '')
}

/** Which of the resources that a message names, separated by semicolons, a match speaks of. */
const partOf = (message: string, { index }: RegExpExecArray): number => message.slice(0, index).split('; ').length

function filled({ says: _, cause, cure, command, ...rest }: Cause, caught: string): LikelyCause {
  const put = (text: string) => text.replaceAll('$1', () => caught)
  return { ...rest, cause: put(cause), cure: put(cure), ...(command ? { command: put(command) } : {}) }
}
