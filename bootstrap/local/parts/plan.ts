import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'
import { crossplane } from './crossplane.ts'
import { etcd } from './etcd.ts'
import { kubeApiserver } from './kube-apiserver.ts'
import { kubeControllerManager } from './kube-controller-manager.ts'
import { type PartName, partNames } from './names.ts'
import { compositionFunction, type OwnProgram, operator, ownPrograms, twin } from './programs.ts'

/** A part that is a process, as opposed to the step `install`. */
export type ProcessName = Exclude<PartName, 'install'>

/** The command line of each process. */
export const specs: Readonly<Record<ProcessName, (context: PartContext) => ProcessSpec>> = {
  etcd,
  'kube-apiserver': kubeApiserver,
  'kube-controller-manager': kubeControllerManager,
  function: compositionFunction,
  crossplane,
  twin,
  operator,
}

/** The wanted parts in the order in which they start, whatever the order in which they were named. */
export const planParts = (wanted: readonly PartName[]): PartName[] => partNames.filter((part) => wanted.includes(part))

/** Which of our own programs these parts need bundled. */
export const programsIn = (parts: readonly PartName[]): OwnProgram[] =>
  parts.filter((part): part is OwnProgram => part in ownPrograms)
