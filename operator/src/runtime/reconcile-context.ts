import { AsyncLocalStorage } from 'node:async_hooks'

/** What every log line of one reconcile carries, however deep the call that writes it. */
export type ReconcileContext = Readonly<{ controller: string; key: string; reconcileID: string }>

const storage = new AsyncLocalStorage<ReconcileContext>()

/** Runs `work` so that `reconcileContext` finds `context` in it and in whatever it awaits. */
export const inReconcile = <T>(context: ReconcileContext, work: () => T): T => storage.run(context, work)

/** The context of the reconcile that is calling, if one is. */
export const reconcileContext = (): ReconcileContext | undefined => storage.getStore()
