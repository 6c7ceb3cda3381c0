import type { Composite } from '../composite.ts'
import type { Layer } from '../layers.ts'
import type { Observed } from '../observed.ts'

/** The layers that stand, those first that nothing else needs: the order in which they go. */
export function removalOrder(
  layers: readonly Layer[],
  { composites }: Observed,
): readonly Readonly<{ layer: Layer; composite: Composite }>[] {
  const standing = layers.flatMap((layer) => {
    const composite = composites.get(layer.name)
    return composite ? [{ layer, composite }] : []
  })
  const heightOf = ({ name }: Layer): number =>
    1 + Math.max(0, ...standing.filter(({ layer }) => layer.needs.includes(name)).map(({ layer }) => heightOf(layer)))
  return standing.toSorted((one, other) => heightOf(one.layer) - heightOf(other.layer))
}
