import type { Namespaces } from '../../ports/namespaces.ts'
import type { Reconcile } from '../../ports/reconcile.ts'

/**
 * Keeps a namespace from being deleted while it holds a platform, and lets go of it when the last one is gone. A platform is not
 * made before its namespace is protected: `claim` sees to that; this puts the label back where it is missing.
 */
export const reconcileNamespace =
  (namespaces: Namespaces): Reconcile =>
  async (name, signal) => {
    const [holds, isProtected] = [namespaces.holdsPlatform(name), namespaces.isProtected(name)]
    if (holds && !isProtected) await namespaces.protect(name, signal)
    if (!holds && isProtected) await namespaces.release(name, signal)
    return { kind: 'settled' }
  }
