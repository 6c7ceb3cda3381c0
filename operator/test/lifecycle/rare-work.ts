import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { finalizer } from '@taskplatform/crds/labels'
import { guarded } from '../../src/access/guarded.ts'
import { operatorNamespace } from '../../src/access/installed-names.ts'
import { leaseName, permissions } from '../../src/access/permissions.ts'
import { layers } from '../../src/core/layers.ts'
import { accessReviewsOf } from '../../src/kube/access-reviews.ts'
import { connect } from '../../src/kube/connect.ts'
import { createEventRecorder } from '../../src/kube/events.ts'
import { addFinalizer } from '../../src/kube/finalizer.ts'
import { leaseOf, leases } from '../../src/kube/lease.ts'
import { createReflector } from '../../src/kube/reflector.ts'
import type { KubeObject, Resource } from '../../src/kube/resource.ts'
import { holdsOf } from '../../src/management/leaving.ts'
import { providerConfigsOf } from '../../src/management/provider-configs.ts'
import { namespaces, taskPlatforms } from '../../src/management/resources.ts'
import { realClock as clock } from '../../src/runtime/clock.ts'
import { composite } from '../builders/composite.ts'
import { createMemoryLog } from '../memory/log.ts'

/**
 * What the operator's code does only when something goes wrong or is set up otherwise, done by that very code under the
 * operator's rights: to lose a race for a finalizer, to fall back from streaming lists to pages, to repeat an event, to look at a kind that few platforms have, to look for a
 * ProviderConfig in a namespace, to ask who reads the metrics.
 */
export async function doRareWork(kubeconfigPath: string, platform: KubeObject, signal: AbortSignal): Promise<void> {
  const connection = connect({ kubeconfigPath }, { clock, userAgent: 'rare-work' })
  const client = guarded(connection.client, permissions)
  const log = createMemoryLog()
  try {
    const outdated = { ...platform, metadata: { ...platform.metadata, finalizers: ['somebody.else/finalizer'] } }
    await addFinalizer(client, taskPlatforms, outdated, finalizer, { signal })

    const lease = { namespace: operatorNamespace, fieldSelector: `metadata.name=${leaseName}` }
    const followed: readonly Readonly<{ resource: Resource }>[] = [
      { resource: taskPlatforms },
      { resource: namespaces },
      { resource: leases, ...lease },
      ...layers.map(({ resource }) => ({ resource })),
    ]
    for (const each of followed) await listOnce({ ...each, client, clock, log, streamingList: false }, signal)

    await leaseOf({ client, clock, log, key: { namespace: operatorNamespace, name: leaseName } }).read({
      signal,
      timeoutMs: 10_000,
    })

    const recorder = createEventRecorder({ client, clock, log, controller: 'test.dev/rare', instance: 'rare', signal })
    const { namespace, name = '', uid = '' } = platform.metadata ?? {}
    const regarding = { apiVersion: 'taskplatform.dev/v1alpha1', kind: 'TaskPlatform', namespace, name, uid }
    for (let times = 0; times < 2; times++)
      recorder.record({ regarding, type: 'Normal', reason: 'Tested', action: 'Test', note: 'said twice' })
    await recorder.flush()

    const resourceRefs = composedKinds.map(({ group, version, kind }) => ({ apiVersion: `${group}/${version}`, kind }))
    await holdsOf(client, composite('PlatformNetwork', { spec: { crossplane: { resourceRefs } } }), signal)

    await providerConfigsOf(client).exists({ kind: 'ProviderConfig', name: 'none' }, namespace ?? '', signal)
    const reviews = accessReviewsOf(client)
    await reviews.whoHas('not a token', signal)
    await reviews.may({ username: 'nobody' }, { path: '/metrics', verb: 'get' }, signal)
  } finally {
    await connection.close()
  }
}

async function listOnce(
  options: Parameters<typeof createReflector<KubeObject>>[0],
  signal: AbortSignal,
): Promise<void> {
  const reflector = createReflector<KubeObject>(options)
  const enough = new AbortController()
  const running = reflector.run(enough.signal)
  await reflector.synced(signal)
  enough.abort(new Error('enough'))
  await running
}
