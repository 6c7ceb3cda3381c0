import type { Issue } from '@taskplatform/crds/contract'

/** The composite cannot be composed as it is written. The message names each field and what is wrong with it. */
export class MalformedCompositeError extends Error {
  readonly code = 'MalformedComposite'
  readonly issues: readonly Issue[]

  constructor(what: string, issues: readonly Issue[]) {
    super(`${what} cannot be composed: ${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`)
    this.name = 'MalformedCompositeError'
    this.issues = issues
  }
}

/** No composition is known for the kind. */
export class UnknownLayerError extends Error {
  readonly code = 'UnknownLayer'

  constructor(kind: string, known: readonly string[]) {
    super(`Nothing is known about composing ${kind}: call this function for ${known.join(' or ')} only`)
    this.name = 'UnknownLayerError'
  }
}
