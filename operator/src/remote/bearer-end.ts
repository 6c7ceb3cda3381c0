/**
 * When a bearer token ends, in milliseconds since 1970, as far as it says so itself; `undefined` if it does not. EKS takes
 * `k8s-aws-v1.` and the address of a presigned STS call, for fifteen minutes after X-Amz-Date at most, whatever X-Amz-Expires
 * says (aws-iam-authenticator, pkg/token); an OIDC token is a JWT with `exp`.
 */
export const bearerEnd = (token: string): number | undefined =>
  token.startsWith(eksPrefix) ? presignedEnd(decoded(token.slice(eksPrefix.length))) : jwtEnd(token)

const eksPrefix = 'k8s-aws-v1.'

const longestEksLifeMs = 15 * 60_000

const presignedEnd = (address: string): number | undefined => {
  if (!URL.canParse(address)) return undefined
  const query = new URL(address).searchParams
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '')
  if (!date) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = date.slice(1).map(Number)
  const begun = Date.UTC(year, month - 1, day, hour, minute, second)
  const lives = Number(query.get('X-Amz-Expires') ?? Number.NaN) * 1_000
  return begun + (lives > 0 ? Math.min(lives, longestEksLifeMs) : longestEksLifeMs)
}

const jwtEnd = (token: string): number | undefined => {
  const [, payload = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  try {
    const { exp } = JSON.parse(decoded(payload)) as { exp?: unknown }
    return typeof exp === 'number' ? exp * 1_000 : undefined
  } catch {
    return undefined
  }
}

const decoded = (text: string): string => Buffer.from(text, 'base64url').toString()
