import type { Condition } from '@taskplatform/crds/kubernetes'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { timestamp } from './conditions.ts'
import type { Facts } from './facts.ts'
import type { Layer } from './layers.ts'
import { compositeName } from './names.ts'
import { layerTimes } from './times.ts'

type LayerStatus = NonNullable<TaskPlatformStatus['layers']>[number]

/** `status.layers`: one entry per layer that exists or is required, with the object to look at and when to expect it. */
export const layerStatus = (facts: Facts, conditions: readonly Condition[]): LayerStatus[] =>
  facts.layers.flatMap((layer) => {
    const condition = conditions.find(({ type }) => type === `${layer.name}Ready`)
    if (!condition || condition.reason === 'NotRequested' || condition.reason === 'Deleted') return []
    return [entryOf(layer, condition, facts)]
  })

function entryOf(layer: Layer, condition: Condition, { platform, observed }: Facts): LayerStatus {
  const composite = observed.composites.get(layer.name)
  return {
    name: layer.name,
    kind: layer.resource.kind,
    object: compositeName(platform.name, layer.name),
    ready: condition.status === 'True',
    reason: condition.reason,
    ...(condition.message ? { message: condition.message } : {}),
    ...(condition.reason === 'Waiting' ? { waitingFor: [...layer.needs] } : {}),
    ...(condition.status === 'True' ? {} : expectation(layer, composite?.metadata.creationTimestamp)),
  }
}

// An absolute time, so that the status does not change while it passes.
const expectation = (layer: Layer, created: string | undefined): Pick<LayerStatus, 'expectedReadyAt'> =>
  created
    ? { expectedReadyAt: timestamp(new Date(Date.parse(created) + layerTimes[layer.name].expected * 60_000)) }
    : {}
