import type { GraphLayer } from '../graph.ts'
import type { KindName } from '../observed.ts'
import type { Check, Problem } from './rule.ts'
import type { Placed, View } from './view.ts'

/** What is wrong with one resource, in words; nothing if it keeps the rule. */
export type Complaint<Kind extends KindName> = (one: Placed<Kind>, view: View) => string | false | undefined

/** Every resource of the kind keeps the rule. */
export const each =
  <Kind extends KindName>(kind: Kind, complaint: Complaint<Kind>): Check =>
  (view) =>
    view.of(kind).flatMap((one) => problem(one as unknown as Placed, complaint(one, view)))

/** Every resource whatever its kind keeps the rule. */
export const eachOfAll =
  (complaint: (one: Placed, view: View) => string | false | undefined): Check =>
  (view) =>
    view.all.flatMap((one) => problem(one, complaint(one, view)))

/** The rule holds for Production only. */
export const inProduction =
  (check: Check): Check =>
  (view) =>
    view.production ? check(view) : []

/** All of these checks. */
export const allOf =
  (...checks: readonly Check[]): Check =>
  (view) =>
    checks.flatMap((check) => check(view))

/** A problem at this place, if there is a complaint. */
export const problem = (at: Placed | GraphLayer, message: string | false | undefined): readonly Problem[] =>
  message ? [{ at, message }] : []
