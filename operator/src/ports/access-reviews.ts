/** Asks the cluster who somebody is and what they may do, as `kubectl` does: TokenReview and SubjectAccessReview. */
export interface AccessReviews {
  /** Whose token it is; `undefined` if it is nobody's. Throws if nobody can tell. */
  whoHas(token: string, signal: AbortSignal): Promise<Caller | undefined>
  /** Whether the caller may make a request that is about no object, such as GET /metrics. Throws if nobody can tell. */
  may(caller: Caller, request: Readonly<{ verb: string; path: string }>, signal: AbortSignal): Promise<boolean>
}

/** A user as the API server knows them. */
export type Caller = Readonly<{
  username: string
  uid?: string | undefined
  groups?: readonly string[] | undefined
  extra?: Readonly<Record<string, readonly string[]>> | undefined
}>
