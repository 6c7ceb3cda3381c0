import type { ManagedResource } from '../../managed-resource.ts'
import type { Group } from './generation.ts'

/** Sizes as EKS takes them. */
export type Sizes = Readonly<{ minSize: number; maxSize: number; desiredSize: number }>

/** Sizes that a group is made with; from then on the autoscaler decides between the least and the most. */
export const initialSizes = ({ min, desired, max }: Group['size']): Sizes => ({
  minSize: min,
  maxSize: max,
  desiredSize: desired ?? min,
})

/**
 * Sizes to apply to a group that exists, when the spec has another least or most than EKS: with the number of nodes that there are
 * now, so that only the bounds change. Undefined when there is nothing to apply, and the size is left alone again.
 */
export const sizesToApply = ({ min, max }: Group['size'], resource: ManagedResource | undefined): Sizes | undefined => {
  const now = resource?.status?.atProvider?.['scalingConfig'] as Partial<Sizes> | undefined
  if (!now || (now.minSize === min && now.maxSize === max)) return undefined
  return { minSize: min, maxSize: max, desiredSize: Math.min(Math.max(now.desiredSize ?? min, min), max) }
}
