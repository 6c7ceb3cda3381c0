import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '@taskplatform/operator/ports/clock'

/** Makes and reads the tokens by which principals of IAM show themselves to a cluster. */
export interface ClusterTokens {
  /** A token of a principal for one cluster, as `aws eks get-token` prints it. */
  sign(request: Readonly<{ region: string; cluster: string; principalArn: string; livesMs: number }>): string
  /** Whose token it is; `undefined` if it is for another cluster, run out, or nobody's. */
  principalOf(cluster: string, token: string): string | undefined
}

/**
 * Tokens are what EKS takes: `k8s-aws-v1.` and the address of a signed STS call, with the cluster's name in a header that is signed
 * too. They live fifteen minutes at most. `key` stands for the secret keys of all principals.
 * Source: aws-iam-authenticator pkg/token, internal/controller/namespaced/eks/clusterauth of the provider.
 */
export const createClusterTokens = (key: string, clock: Pick<Clock, 'now'>): ClusterTokens => {
  const signature = (cluster: string, address: string) =>
    createHmac('sha256', key).update(`${cluster}\n${address}`).digest('hex')
  return {
    sign: ({ region, cluster, principalArn, livesMs }) => {
      const address = addressOf(region, principalArn, clock.now(), Math.min(livesMs, longestLifeMs))
      const signed = `${address}&X-Amz-Signature=${signature(cluster, address)}`
      return prefix + Buffer.from(signed).toString('base64url')
    },
    principalOf: (cluster, token) => {
      if (!token.startsWith(prefix)) return undefined
      const [address = '', given = ''] = Buffer.from(token.slice(prefix.length), 'base64url')
        .toString()
        .split('&X-Amz-Signature=')
      if (!isSame(given, signature(cluster, address))) return undefined
      const { principalArn, endsAt } = readAddress(address)
      return clock.now() < endsAt ? principalArn : undefined
    },
  }
}

const prefix = 'k8s-aws-v1.'

const longestLifeMs = 15 * 60_000

const addressOf = (region: string, principalArn: string, now: number, livesMs: number): string => {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
  const query = new URLSearchParams({
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `ASIATWIN/${date.slice(0, 8)}/${region}/sts/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(Math.floor(livesMs / 1000)),
    'X-Amz-Security-Token': Buffer.from(principalArn).toString('base64url'),
    'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
  })
  return `https://sts.${region}.amazonaws.com/?${query}`
}

const readAddress = (address: string): Readonly<{ principalArn: string; endsAt: number }> => {
  const query = new URL(address).searchParams
  const date = query.get('X-Amz-Date') ?? ''
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  const begun = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return {
    principalArn: Buffer.from(query.get('X-Amz-Security-Token') ?? '', 'base64url').toString(),
    endsAt: begun + Number(query.get('X-Amz-Expires')) * 1000,
  }
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
