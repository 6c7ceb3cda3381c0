/** The layers that this release makes, named as their conditions are: `Network` reports as `NetworkReady`. */
export const layerNames = [
  'Network',
  'Endpoints',
  'Cluster',
  'Database',
  'Cache',
  'Registry',
  'Secrets',
  'Edge',
  'Identities',
  'Observability',
] as const

/** One of the layers that a platform is made of. */
export type LayerName = (typeof layerNames)[number]
