import { kinds } from './kinds.ts'
import { layerComposites } from './layer-composites.ts'
import { managedResources } from './managed-resources.ts'
import { platformFinalizer, platformStatus } from './operators-own.ts'
import type { Policy } from './policy.ts'
import { protectedNamespaces } from './protected-namespaces.ts'
import { protectedPlatforms } from './protected-platforms.ts'

/** Everything that admission refuses besides what the schemas do, so that nobody gets around the operator by accident. */
export const policies: readonly Policy[] = [
  protectedPlatforms,
  protectedNamespaces,
  layerComposites,
  managedResources,
  platformStatus,
  platformFinalizer,
  kinds,
]
