/** Why the service said no: its error code and its words. */
export type Refusal = Readonly<{
  refused: true
  code: string
  message: string
  /** HTTP status, 400 if not given. */
  status?: number | undefined
  /** Ids of the resources that stand in the way: worth another try once they are gone. */
  blockers?: readonly string[] | undefined
  /** A kind of which a new resource may change the answer. */
  wants?: string | undefined
  /** The call was accepted, and the resource then failed by itself. */
  afterAccepted?: boolean | undefined
  /** The state in which it ended then: `failed`, if not given. */
  state?: string | undefined
  /** The provider says it by itself, without asking AWS: there is no call and no code in it. */
  byProvider?: boolean | undefined
  /** Nobody said no: the provider itself asks again and again until the answer is another one. Not worth a line in the log. */
  pending?: boolean | undefined
}>

/** A refusal in the service's own words. */
export const refuse = (code: string, message: string, more: Partial<Omit<Refusal, 'refused'>> = {}): Refusal => ({
  refused: true,
  code,
  message,
  ...more,
})

/** Tells a refusal from an answer. */
export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && (answer as { refused?: unknown }).refused === true

/** The first refusal of a list of checks, read top to bottom; a check that is satisfied gives `undefined`. */
export const firstRefusal = (...checks: readonly (() => Refusal | undefined)[]): Refusal | undefined => {
  for (const check of checks) {
    const refusal = check()
    if (refusal) return refusal
  }
  return undefined
}
