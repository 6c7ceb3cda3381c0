import type { LayerName } from './layer-names.ts'

/**
 * The name of a layer's composite: `tasks-network`. The TaskPlatform's schema bounds its name so that this,
 * with what Crossplane and AWS append to it, stays a valid DNS label.
 */
export const compositeName = (platform: string, layer: LayerName): string => `${platform}-${layer.toLowerCase()}`
