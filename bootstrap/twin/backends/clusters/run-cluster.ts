import { mkdir } from 'node:fs/promises'
import { connect } from '@taskplatform/operator/kube/connect'
import type { Kept } from '../../../local/process/keep-running.ts'
import type { Running } from '../backend.ts'
import { keepProcess } from '../keep-process.ts'
import type { BackendContext } from '../registry.ts'
import { keepBalancers } from './keep-balancers.ts'
import { type ClusterLayout, layoutIn } from './layout.ts'
import { apiServerUrl, type PartContext, type PartName, specOfPart, webhookUrl } from './parts.ts'
import { clusterCertificate, ensureClusterPki, writeClusterKubeconfigs } from './pki.ts'
import { type ClusterPorts, portsOf } from './ports.ts'
import { bindAccessPolicies, syncNodes } from './sync-cluster.ts'
import { startTokenWebhook } from './token-webhook.ts'
import type { ClusterSpec } from './wanted-clusters.ts'

/** One workload cluster that runs. */
export type RunningCluster = Readonly<{
  /** Brings its nodes in line with what is wanted by now, and gives what is to be told of the cluster. */
  follow(spec: ClusterSpec, signal: AbortSignal): Promise<Running>
  /** Ends its programs; the data stays. */
  stop(): Promise<void>
}>

/**
 * Starts a workload cluster in `folder`, or takes over the programs that an earlier twin left there. Rejects, and ends what it
 * started, if one of them does not get ready.
 */
export const runCluster = async (
  folder: string,
  spec: ClusterSpec,
  context: BackendContext,
  signal: AbortSignal,
): Promise<RunningCluster> => {
  const layout = layoutIn(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const ports = await portsOf(layout)
  await ensureClusterPki(layout, spec.serviceCidr, new Date(context.clock.now()))
  await writeClusterKubeconfigs(layout, { apiServer: apiServerUrl(ports), webhook: webhookUrl(ports) })
  const userOf = (token: string) => context.userOf(spec.region, spec.name, token)
  const webhook = await startTokenWebhook(layout, ports.webhook, userOf)
  const kept: Kept[] = []
  const ending = new AbortController()
  let balancing: Promise<void> | undefined
  const stop = async () => {
    ending.abort(new Error('the cluster stops'))
    await balancing
    await stopInOrder(kept)
    await webhook.stop()
  }
  try {
    await startParts({ layout, ports, programs: context.programs, spec }, context, kept, signal)
    balancing = balance(layout, spec, context, ending.signal)
    return { follow: (next, following) => follow(layout, ports, context, next, following), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Looks after load balancers until the cluster stops. */
const balance = async (
  layout: ClusterLayout,
  spec: ClusterSpec,
  context: BackendContext,
  signal: AbortSignal,
): Promise<void> => {
  const source = { kubeconfigPath: layout.kubeconfigOf('admin') }
  const { client, close } = connect(source, { clock: context.clock, userAgent: 'aws-cloud-controller-manager' })
  await keepBalancers(client, spec, context, signal)
  await close()
}

const startParts = async (
  parts: PartContext,
  { env }: BackendContext,
  kept: Kept[],
  signal: AbortSignal,
): Promise<void> => {
  const start = async (name: PartName) => {
    kept.push(await keepProcess(name, specOfPart[name](parts), { folder: parts.layout.folder, env }, signal))
  }
  await start('etcd')
  await start('kube-apiserver')
  const rest = await Promise.allSettled((['kube-controller-manager', 'kube-scheduler', 'kwok'] as const).map(start))
  for (const outcome of rest) if (outcome.status === 'rejected') throw outcome.reason
}

/** The API server goes before etcd: without etcd it hangs on its way out. */
const stopInOrder = async (kept: readonly Kept[]): Promise<void> => {
  const [etcd, apiServer, ...rest] = kept
  await Promise.all(rest.map((one) => one.stop()))
  await apiServer?.stop()
  await etcd?.stop()
}

const follow = async (
  layout: ClusterLayout,
  ports: ClusterPorts,
  { clock }: BackendContext,
  spec: ClusterSpec,
  signal: AbortSignal,
): Promise<Running> => {
  const source = { kubeconfigPath: layout.kubeconfigOf('admin') }
  const { client, close } = connect(source, { clock, userAgent: 'eks-twin' })
  try {
    await bindAccessPolicies(client, signal)
    await syncNodes(client, spec.nodes, signal)
  } finally {
    await close()
  }
  const data = Buffer.from(await clusterCertificate(layout)).toString('base64')
  return { facts: { endpoint: apiServerUrl(ports), certificateAuthority: [{ data }] } }
}
