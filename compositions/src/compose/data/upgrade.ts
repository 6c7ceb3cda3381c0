import type { KindName, Observed } from '../../observed.ts'
import { areReady } from '../gate.ts'

/** Composition key of the parameter group of a family. */
export const parameterGroupKey = (family: string): string => `${prefix}${family}`

const prefix = 'parameter-group-'

/** What a store runs on its way to the version that is wanted. */
export type Upgrade = Readonly<{
  /** Version to ask for in this round. */
  version: string
  /** Family of the parameter group to ask for in this round. */
  family: string
  /** Families whose parameter groups must exist, the wanted one first. */
  families: readonly string[]
}>

/** What an upgrade is decided from. */
export type UpgradeFacts = Readonly<{
  observed: Observed
  /** Kind of the parameter groups. */
  kind: KindName
  wanted: string
  /** Version that the store was asked for in the last round; undefined before there is a store. */
  asked: string | undefined
  /** Parameter group family of a version. */
  familyOf: (version: string) => string
  /** Whether nothing but the parameter group is waited for, before a store moves to another family; true unless given. */
  mayBegin?: boolean
  /** Whether AWS says that the store runs the wanted version with the wanted group. */
  hasMoved: boolean
}>

/**
 * A version of another family needs a parameter group of that family: it is made first, then the store moves, and the old group
 * stays until AWS says that the store has left it.
 */
export const upgradeOf = (facts: UpgradeFacts): Upgrade => {
  const { observed, kind, wanted, asked = wanted, familyOf, mayBegin = true, hasMoved } = facts
  const family = familyOf(wanted)
  const mayMove =
    familyOf(asked) === family || (mayBegin && areReady(observed, [{ kind, key: parameterGroupKey(family) }]))
  const version = mayMove ? wanted : asked
  const existing = familiesIn(observed)
  const families = [family, familyOf(version), ...(hasMoved && mayMove ? [] : existing)]
  return { version, family: familyOf(version), families: [...new Set(families)] }
}

const familiesIn = (observed: Observed): string[] =>
  Object.keys(observed)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .sort()
