import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import { stringify } from 'yaml'
import { type AwsResource, resourceKey } from '../service/aws-resource.ts'
import type { ConnectionDetails } from '../service/kind.ts'
import { providerPrincipal } from '../service/principal.ts'
import { isUp } from '../service/world.ts'
import { creationArguments } from './arguments.ts'
import { available, creating, notSynced, synced } from './conditions.ts'
import { type Draft, withFinalizer } from './draft.ts'
import type { Managed } from './managed.ts'
import { publish } from './publish.ts'
import { again, say, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { write } from './write.ts'

// Order, words and periods: internal/controller/namespaced/eks/clusterauth of the provider.

/**
 * Keeps the kubeconfig of a cluster in the object's connection secret, with a token that is signed anew every refresh period (ten
 * minutes at most). Tokens live their fifteen minutes of real time at any time scale: whoever reads them has a real clock.
 */
export const refreshClusterAuth = async (visit: Visit, draft: Draft): Promise<Outcome> => {
  const { account, calling, clock, kind, waiting, who } = visit
  const args = creationArguments(kind, draft.managed)
  const world = account.world(calling.region)
  const cluster = world.get('Cluster', args['clusterName'])
  const managed = await write(visit, withFinalizer(draft))
  if (!cluster || !isUp(world, cluster)) {
    waiting.wait(who, [cluster ? things.backend(resourceKey(cluster)) : things.made('Cluster')])
    await say(visit, managed, [creating, notSynced(`create failed: ${problemWith(cluster, args['clusterName'])}`)])
    return again(waiting.nextRetryMs(who))
  }
  const periodMs = refreshPeriodMs(args['refreshPeriod'])
  const dueAt = lastRefreshOf(managed) + periodMs
  if (clock.now() < dueAt && (await isWritten(visit, managed, cluster))) {
    // what runs behind the cluster may have been away for a moment, and the last look may have said so
    waiting.forget(who)
    await say(visit, managed, [available, synced])
    return again(Math.min(dueAt - clock.now(), pollMs))
  }
  const livesMs = Math.min(periodMs + 5 * 60_000, 15 * 60_000)
  const complaint = await publish(visit, managed, connectionFor(visit, cluster, livesMs))
  if (complaint) {
    await say(visit, managed, [notSynced(complaint)])
    return again(waiting.nextRetryMs(who))
  }
  waiting.forget(who)
  await say(visit, managed, [available, synced], {
    lastRefreshTime: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
  })
  return again(Math.min(periodMs, pollMs))
}

/** The provider looks once a minute. */
const pollMs = 60_000

const problemWith = (cluster: AwsResource | undefined, name: unknown): string =>
  cluster
    ? 'ca data from the retrieved cluster is empty'
    : `cannot describe cluster: operation error EKS: DescribeCluster, https response error StatusCode: 404, ResourceNotFoundException: No cluster found for name: ${name}.`

/** Reads a duration of Go (`10m0s`, `600s`); ten minutes if none is given, and at most. */
export const refreshPeriodMs = (text: unknown): number => {
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
  const parts = [...String(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)]
  const sum = parts.reduce((total, [, number, unit]) => total + Number(number) * units[unit as keyof typeof units], 0)
  return Math.min(sum || longestPeriodMs, longestPeriodMs)
}

const longestPeriodMs = 10 * 60_000

const lastRefreshOf = ({ status }: Managed): number =>
  Date.parse(String(status?.atProvider?.['lastRefreshTime'] ?? '')) || Number.NEGATIVE_INFINITY

/** A secret that somebody took away, or that names an endpoint of before, is written before its time. */
const isWritten = async (visit: Visit, managed: Managed, cluster: AwsResource): Promise<boolean> => {
  const name = managed.spec.writeConnectionSecretToRef?.name
  if (name === undefined) return true
  const at = { name, key: 'endpoint' }
  const there = await visit.secretStore.read(managed.metadata.namespace, at, visit.signal)
  return there === addressOf(visit, cluster).endpoint
}

const addressOf = ({ account, calling }: Visit, cluster: AwsResource) => {
  const backing = account.world(calling.region).backing(cluster)
  const facts = backing.state === 'running' ? backing.facts : {}
  return { ...cluster.attributes, ...facts } as Readonly<{
    endpoint: string
    certificateAuthority: readonly { data: string }[]
  }>
}

const connectionFor = (visit: Visit, cluster: AwsResource, livesMs: number): ConnectionDetails => {
  const { tokens, account, calling } = visit
  const { endpoint, certificateAuthority } = addressOf(visit, cluster)
  const certificate = certificateAuthority[0]?.data ?? ''
  const principalArn = providerPrincipal(account.world(calling.region))
  const token = tokens.sign({ region: calling.region, cluster: cluster.id, principalArn, livesMs })
  return {
    endpoint,
    clusterCA: Buffer.from(certificate, 'base64').toString(),
    kubeconfig: kubeconfigFor(cluster.id, endpoint, certificate, token),
  }
}

const kubeconfigFor = (name: string, server: string, certificate: string, token: string): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': certificate } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    users: [{ name, user: { token } }],
  })
