import type { Condition } from '@taskplatform/crds/kubernetes'
import { adviceOn, causeText } from './advice.ts'
import { timestamp } from './conditions.ts'
import type { Facts } from './facts.ts'
import { changedAt, failedSince, type LayerEntry } from './layer-clock.ts'
import type { LayerName } from './layer-names.ts'
import type { Layer } from './layers.ts'
import { compositeName } from './names.ts'
import { wantedComposite } from './wanted-composite.ts'

/**
 * `status.layers`: one entry per layer that exists or is required, with the object to look at, what it waits for or what AWS
 * refused, and when to expect it.
 */
export const layerStatus = (
  facts: Facts,
  conditions: readonly Condition[],
  expected: ReadonlyMap<LayerName, number>,
): LayerEntry[] =>
  facts.layers.flatMap((layer) => {
    const condition = conditions.find(({ type }) => type === `${layer.name}Ready`)
    if (!condition || condition.reason === 'NotRequested' || condition.reason === 'Deleted') return []
    return [entryOf(layer, condition, facts, expected.get(layer.name))]
  })

function entryOf(layer: Layer, condition: Condition, facts: Facts, expected: number | undefined): LayerEntry {
  const { reason, message, status } = condition
  const began = status === 'True' ? undefined : changedAt(layer, facts)
  return {
    name: layer.name,
    kind: layer.resource.kind,
    object: compositeName(facts.platform.name, layer.name),
    ready: status === 'True',
    reason,
    ...(message ? { message } : {}),
    ...(reason === 'Waiting' ? waiting(layer, facts) : {}),
    ...(reason === 'Failed' ? failing(layer, message, facts) : {}),
    ...(began ? { startedAt: timestamp(new Date(began)) } : {}),
    // an absolute time, so that the status does not change while it passes
    ...(expected === undefined ? {} : { expectedReadyAt: timestamp(new Date(expected)) }),
  }
}

function waiting(layer: Layer, { platform, observed }: Facts): Pick<LayerEntry, 'waitingFor'> {
  if (platform.phase !== 'Live') return {}
  const wanted = wantedComposite(layer, platform, observed)
  return 'waitingFor' in wanted ? { waitingFor: [...wanted.from] } : {}
}

function failing(
  layer: Layer,
  message: string,
  facts: Facts,
): Pick<LayerEntry, 'likelyCause' | 'nextCommand' | 'failedSince'> {
  const composite = facts.observed.composites.get(layer.name)
  const { cause, nextCommand } = adviceOn(message, 'Refused', { platform: facts.platform, layer, composite })
  return {
    ...(cause ? { likelyCause: causeText(cause) } : {}),
    nextCommand,
    failedSince: timestamp(new Date(failedSince(layer, facts))),
  }
}
