import type { Judgement } from '@taskplatform/compositions/conformance/judge'
import type { Subject } from '../subjects.ts'

/** A document with what came of its judgement; none if it is illegal. */
export type Judged = Readonly<{ subject: Subject; judgement: Judgement | undefined }>
