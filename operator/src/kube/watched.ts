import type { Change, Reflector } from './reflector.ts'
import type { KubeObject, Resource } from './resource.ts'

/** A collection to follow, and who wants its changes; make it with `watchOf`. */
export type Watch = Readonly<{
  resource: Resource
  namespace?: string | undefined
  reflector: Reflector<KubeObject>
  onChange: (change: Change<KubeObject>) => void
}>

/** A watch whose listener knows the type of its objects. `onChange` usually adds a key to a queue, and must not wait. */
export const watchOf = <T extends KubeObject>(
  watch: Readonly<{
    resource: Resource
    namespace?: string
    reflector: Reflector<T>
    onChange: (change: Change<T>) => void
  }>,
): Watch => watch as unknown as Watch
