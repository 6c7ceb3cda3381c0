import type { Layout } from '../layout.ts'
import type { Ports } from '../ports.ts'

/** What the command line of a part may depend on. */
export type PartContext = Readonly<{
  layout: Layout
  ports: Ports
  /** Folder with the built programs of one name: etcd, kube-apiserver, kube-controller-manager, crossplane and so on. */
  programs: Readonly<Record<ProgramName, string>>
  /** The Node.js that runs our own parts. */
  node: string
  /** 1: everything takes as long as in AWS; 0: nothing takes time. */
  timeScale: number
  /** What really runs behind the twin's account: nothing, for tests that do not look there. */
  backends: readonly BackendName[]
  /** The programs that those run, by name. */
  backendPrograms: Readonly<Record<string, string>>
  /** Whether the API server writes down every request. */
  auditLog: boolean
}>

/** What can run behind the twin's account. */
export const backendNames = ['clusters', 'databases', 'caches'] as const
export type BackendName = (typeof backendNames)[number]

/** Programs that we build from Go modules. */
export type ProgramName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubectl'
  | 'kwok'
  | 'crossplane'
