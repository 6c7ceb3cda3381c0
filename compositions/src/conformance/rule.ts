import type { GraphLayer } from '../graph.ts'
import type { KindName } from '../observed.ts'
import type { Placed, View } from './view.ts'

/** A conformance rule: what must be true of everything that a platform becomes, why, and what to do when it is not. */
export type Rule = Readonly<{
  /** For ever the same, because exceptions name it: `NET-01`. */
  id: string
  title: string
  /** Kinds that the rule looks at; `all` for every kind. */
  kinds: readonly KindName[] | 'all'
  /** A `warning` is told and does not stop a platform. */
  severity: Severity
  /** What Development may do without; if not given, both profiles are held to the same. */
  development?: string
  /** Names of the same demand in Checkov (CKV), Trivy (AWS-), Prowler, Security Hub, CIS EKS 1.8 and the EKS best practices guide (BPG). */
  refs: readonly string[]
  why: string
  /** Where our design keeps the intent in another way, or the product itself needs an exception: what holds, and why. */
  instead?: string
  cure: string
  check: Check
}>

/** How bad it is to break a rule. */
export type Severity = 'error' | 'warning'

/** Everything in the platform that breaks the rule. Pure. */
export type Check = (view: View) => readonly Problem[]

/** One place that breaks a rule: a resource, or a layer where something is missing. */
export type Problem = Readonly<{
  at: Placed | GraphLayer
  message: string
  /** If not given, as bad as the rule says. */
  severity?: Severity
}>
