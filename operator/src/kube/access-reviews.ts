import type { AccessReviews, Caller } from '../ports/access-reviews.ts'
import type { KubeClient } from './client-types.ts'
import type { KubeObject, Resource } from './resource.ts'

/** Reviews by the API server. The client must be free to create them whether we lead or not. */
export const accessReviewsOf = (client: Pick<KubeClient, 'create'>): AccessReviews => ({
  whoHas: async (token, signal) => {
    const asked: TokenReview = { ...named('authentication.k8s.io/v1', 'TokenReview'), spec: { token } }
    const { status } = await client.create(tokenReviews, asked, { signal, timeoutMs })
    return status?.authenticated ? status.user : undefined
  },
  may: async ({ username, uid, groups, extra }, nonResourceAttributes, signal) => {
    const spec = { user: username, uid, groups, extra, nonResourceAttributes }
    const asked: AccessReview = { ...named('authorization.k8s.io/v1', 'SubjectAccessReview'), spec }
    const { status } = await client.create(accessReviews, asked, { signal, timeoutMs })
    return status?.allowed === true
  },
})

type TokenReview = KubeObject & Readonly<{ spec: object; status?: { authenticated?: boolean; user?: Caller } }>

type AccessReview = KubeObject & Readonly<{ spec: object; status?: { allowed?: boolean } }>

const timeoutMs = 10_000

// no metadata: a review is answered, not kept
const named = (apiVersion: string, kind: string) => ({ apiVersion, kind })

const tokenReviews: Resource = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  namespaced: false,
}

const accessReviews: Resource = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
}
