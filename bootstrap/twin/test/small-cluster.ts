import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connection } from '@taskplatform/operator/kube/connect'
import type { Resource } from '@taskplatform/operator/kube/resource'
import { vi } from 'vitest'
import { findControlPlane } from '../../local/build/control-plane.ts'
import { connectTo } from '../../local/cluster.ts'
import { localConfig } from '../../local/config.ts'
import { applyAll } from '../../local/install/apply.ts'
import { allEstablished } from '../../local/install/established.ts'
import { readManifestFolder, readManifests } from '../../local/install/manifests.ts'
import type { Manifest } from '../../local/install/resources.ts'
import { type Stack, startStack } from '../../local/stack.ts'
import { kinds } from '../kinds/registry.ts'
import type { Managed } from '../provider/managed.ts'
import type { JournalEntry } from '../service/journal-entry.ts'
import { journalIn } from '../twin.ts'

/** A real API server with the provider's CRDs, and the network of network.yaml to put into it. */
export type SmallCluster = Connection &
  Readonly<{ stack: Stack; signal: AbortSignal; twinState: string; network: readonly Manifest[] }>

/** Starts etcd and kube-apiserver, without controllers, and installs the provider's CRDs and its configuration. */
export const startSmallCluster = async (): Promise<SmallCluster> => {
  const { root, cache } = localConfig()
  const { providerCrds } = await findControlPlane(root, cache)
  const stack = await startStack({
    stateDir: await mkdtemp(join(tmpdir(), 'twin-')),
    parts: ['etcd', 'kube-apiserver'],
    auditLog: true,
  })
  const connection = connectTo(stack.kubeconfigPath)
  const { signal } = new AbortController()
  const crds = (await readManifestFolder(providerCrds)).filter(({ kind }) => kind === 'CustomResourceDefinition')
  await applyAll(connection.client, crds, signal)
  await allEstablished(connection.client, crds, signal)
  await applyAll(connection.client, [providerConfig], signal)
  const network = await readManifests(fileURLToPath(new URL('network.yaml', import.meta.url)))
  return { ...connection, stack, signal, twinState: join(stack.stateDir, 'twin'), network }
}

const providerConfig = {
  apiVersion: 'aws.m.upbound.io/v1beta1',
  kind: 'ClusterProviderConfig',
  metadata: { name: 'default' },
  spec: { credentials: { source: 'None' } },
} as Manifest

/** The kind of a manifest, as the API server names it. */
export const resourceOf = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): Resource => {
  const found = kinds.find(({ resource }) => resource.kind === kind && apiVersion.startsWith(`${resource.group}/`))
  if (!found) throw new RangeError(`${apiVersion} ${kind} is no kind of the twin`)
  return found.resource
}

/** Applies manifests in a namespace of their own, with every field known to the CRDs. */
export const applyIn = async (
  { client, signal }: SmallCluster,
  namespace: string,
  manifests: readonly Manifest[],
): Promise<void> => {
  const spaces: Resource = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false }
  const options = { fieldManager: 'test', force: true, signal }
  await client.apply(
    spaces,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } } as Manifest,
    options,
  )
  await Promise.all(
    manifests.map((manifest) =>
      client.apply(resourceOf(manifest), { ...manifest, metadata: { ...manifest.metadata, namespace } }, options),
    ),
  )
}

/** The managed resources of a namespace. */
export const managedIn = async (
  { client, signal }: SmallCluster,
  namespace: string,
  of: readonly Manifest[],
): Promise<Managed[]> => {
  const found = await Promise.all(
    of.map((manifest) =>
      client.get<Managed>(resourceOf(manifest), { namespace, name: manifest.metadata.name }, { signal }),
    ),
  )
  return found.filter((one) => one !== undefined)
}

/** Waits until `check` passes; fails with its complaint after `timeout` milliseconds. */
export const eventually = <T>(check: () => Promise<T>, timeout = 60_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 100 })

/** Status, reason and message of a condition. */
export const conditionOf = (managed: Managed | undefined, type: string) =>
  managed?.status?.conditions?.find((condition) => condition.type === type)

/** `VPC/vpc` of each that is not Ready and Synced, with why. */
export const notReady = (all: readonly Managed[]): string[] =>
  all.flatMap((managed) => {
    const bad = ['Ready', 'Synced'].find((type) => conditionOf(managed, type)?.status !== 'True')
    return bad ? [`${managed.kind}/${managed.metadata.name}: ${JSON.stringify(conditionOf(managed, bad))}`] : []
  })

/** The AWS-side log. */
export const awsLog = async ({ twinState }: SmallCluster): Promise<JournalEntry[]> =>
  (await readFile(journalIn(twinState), 'utf8'))
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as JournalEntry]))

/** How often each owner of a namespace had something created. */
export const creationsIn = (log: readonly JournalEntry[], namespace: string): Map<string, number> => {
  const owners = log.flatMap((entry) =>
    entry.op === 'created' && entry.owner.includes(`/${namespace}/`) ? [entry.owner] : [],
  )
  return new Map(owners.map((owner) => [owner, owners.filter((other) => other === owner).length]))
}

/** Requests of the twin that the API server's audit log holds, `verb path` each. */
export const twinRequests = async ({ stack }: SmallCluster): Promise<string[]> =>
  (await readFile(stack.auditLogPath, 'utf8')).split('\n').flatMap((line) => {
    if (line === '') return []
    const { user, verb, requestURI, stage } = JSON.parse(line) as Record<string, never> & {
      user: { username: string }
      verb: string
      requestURI: string
      stage: string
    }
    return user.username === 'twin' && verb !== 'watch' && stage === 'ResponseComplete' ? [`${verb} ${requestURI}`] : []
  })
