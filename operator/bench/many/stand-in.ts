import { settle } from '@taskplatform/compositions/assumed/settle'
import type { Composite } from '../../src/core/composite.ts'
import type { Layer } from '../../src/core/layers.ts'
import type { KubeClient } from '../../src/kube/client.ts'
import { createReflector } from '../../src/kube/reflector.ts'
import { writeStatus } from '../../src/kube/status.ts'
import type { Log } from '../../src/ports/log.ts'
import { realClock as clock } from '../../src/runtime/clock.ts'

/**
 * Plays Crossplane, the function and AWS for every composite, until the signal is aborted: at once it has the status that its
 * composition would write when everything is made.
 */
export const playComposites = async (
  client: KubeClient,
  layers: readonly Layer[],
  log: Log,
  signal: AbortSignal,
): Promise<void> => {
  await Promise.all(
    layers.map(({ resource }) => {
      const reflector = createReflector<Composite>({ client, resource, log, clock })
      reflector.onChange(({ type, object }) => {
        if (type === 'deleted' || object.status?.observedGeneration === object.metadata.generation) return
        const options = { fieldManager: 'stand-in', signal }
        writeStatus(client, resource, object, statusFor(object), options).catch((err) => {
          // another version comes by the watch
          if (!signal.aborted) log.debug({ err, name: object.metadata.name }, 'status not taken')
        })
      })
      return reflector.run(signal)
    }),
  )
}

/** What the composition and Crossplane would say of a composite all of whose resources are made. */
export const statusFor = (composite: Composite): object => {
  const { metadata } = composite
  const condition = (type: string, reason: string) => ({
    type,
    status: 'True',
    reason,
    message: '',
    lastTransitionTime,
  })
  return {
    ...settle(composite).composition.status,
    observedGeneration: metadata.generation,
    conditions: [condition('Synced', 'ReconcileSuccess'), condition('Ready', 'Available')],
  }
}

const lastTransitionTime = '2026-01-01T00:00:00Z'
