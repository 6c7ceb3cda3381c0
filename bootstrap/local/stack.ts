import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { findBackendPrograms } from './build/backend-programs.ts'
import { findControlPlane } from './build/control-plane.ts'
import { localConfig } from './config.ts'
import { layoutOf, type User } from './layout.ts'
import { endOwnerless } from './leftovers.ts'
import type { BackendName, PartContext } from './parts/context.ts'
import type { PartName } from './parts/names.ts'
import { type ProcessName, planParts, specs } from './parts/plan.ts'
import { claimFreePorts, type Ports, portsFrom } from './ports.ts'
import { prepareState } from './prepare-state.ts'
import { identityOf } from './process/identity.ts'
import { logTail } from './process/log-tail.ts'
import type { ProcessSpec } from './process/spec.ts'
import { type Running, startParts } from './start-parts.ts'

/** What to start, where. */
export type StackOptions = Readonly<{
  /** Folder for everything that the stack writes; made if missing. One stack per folder. */
  stateDir: string
  parts: readonly PartName[]
  /** First of its ports; without it, a free block is found and held. */
  portBase?: number | undefined
  /** 1: everything takes as long as in AWS; 0 (usual here): nothing takes time. */
  timeScale?: number | undefined
  /** What really runs behind the twin's account (its part must be among the parts); nothing, if not given. */
  backends?: readonly BackendName[] | undefined
  /** Writes every request to the API server to `auditLogPath`, one JSON event per line. */
  auditLog?: boolean | undefined
  signal?: AbortSignal | undefined
  /** The checkout, for programs that do not run from it. */
  root?: string | undefined
}>

/** A running stack. Its processes are started again when they die; they end with `stop`, or with this process. */
export type Stack = AsyncDisposable &
  Readonly<{
    stateDir: string
    ports: Ports
    /** The administrator's. */
    kubeconfigPath: string
    kubeconfigOf(user: User): string
    auditLogPath: string
    /** Pid of a part, unless it is just being started again. */
    pidOf(part: ProcessName): number | undefined
    /** Ends a part as a crash would. It comes back by itself: see `ready`. */
    kill(part: ProcessName): Promise<void>
    /** The same, but it stays down until `resume`. */
    halt(part: ProcessName): Promise<void>
    resume(part: ProcessName): void
    ready(part: ProcessName, signal?: AbortSignal): Promise<void>
    /** How a part is started, also one that is not among the parts: for another of its kind with other flags. */
    specOf(part: ProcessName): ProcessSpec
    /** The last lines that a part printed (all of them if it printed few). */
    logs(part: ProcessName, lines?: number): Promise<string>
    /** Stops all parts, last first. The state stays, for another start. */
    stop(): Promise<void>
    /** Stops, and removes the state. Also at the end of `await using`. */
    remove(): Promise<void>
  }>

/**
 * Starts the wanted parts of the local stack, each when the one before is ready. Throws a `NotBuiltError` if the control plane
 * is not in the cache (`make build`), a `PortBusyError`, or a `PartError` with the last words of the part that failed.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const config = localConfig(options.root)
  const signal = options.signal ?? new AbortController().signal
  const controlPlane = await findControlPlane(config.root, config.cache)
  const owner = options.portBase === undefined ? identityOf(process.pid) : undefined
  if (owner) await endOwnerless(signal)
  const claim = options.portBase === undefined ? await claimFreePorts() : { base: options.portBase, release: () => {} }
  const context: PartContext = {
    layout: layoutOf(resolve(options.stateDir)),
    ports: portsFrom(claim.base),
    programs: controlPlane.programs,
    node: config.node,
    timeScale: options.timeScale ?? 0,
    backends: options.backends ?? [],
    backendPrograms: await findBackendPrograms(options.backends ?? [], config, controlPlane),
    auditLog: options.auditLog ?? false,
  }
  try {
    await prepareState(context, new Date())
    const running = await startParts(planParts(options.parts), { context, config, controlPlane, owner }, signal)
    return stackOf(context, running, claim.release)
  } catch (error) {
    claim.release()
    throw error
  }
}

const stackOf = (context: PartContext, running: Running, release: () => void): Stack => {
  const { layout, ports } = context
  const never = new AbortController().signal
  const stop = async () => {
    await running.stop()
    release()
  }
  const remove = async () => {
    await stop()
    await rm(layout.stateDir, { recursive: true, force: true })
  }
  return {
    stateDir: layout.stateDir,
    ports,
    kubeconfigPath: layout.kubeconfig,
    kubeconfigOf: layout.kubeconfigOf,
    auditLogPath: layout.auditLog,
    pidOf: (part) => running.process(part).identity()?.pid,
    kill: (part) => running.process(part).kill(),
    halt: (part) => running.process(part).halt(),
    resume: (part) => running.process(part).resume(),
    ready: (part, signal = never) => running.process(part).ready(signal),
    specOf: (part) => specs[part](context),
    logs: (part, lines = 1000) => logTail(layout.logOf(part), lines),
    stop,
    remove,
    [Symbol.asyncDispose]: remove,
  }
}
