import type { Layout } from '../layout.ts'
import type { Ports } from '../ports.ts'

/** What the command line of a part may depend on. */
export type PartContext = Readonly<{
  layout: Layout
  ports: Ports
  /** Folder with the built programs of one name: etcd, kube-apiserver, kube-controller-manager, crossplane. */
  programs: Readonly<Record<ProgramName, string>>
  /** The Node.js that runs our own parts. */
  node: string
  /** 1: everything takes as long as in AWS; 0: nothing takes time. */
  timeScale: number
  /** Whether the API server writes down every request. */
  auditLog: boolean
}>

/** Programs that we build from Go modules. */
export type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kubectl' | 'crossplane'
