import { type Environment, EvaluationError } from '@marcbachmann/cel-js'
import { createCelEnvironment } from './environment.ts'

/** What a rule sees: the value, and on an update the value before. Whole numbers are bigints. */
export type Subject = Readonly<{ self: unknown; oldSelf?: unknown }>

type Program = (subject: Subject) => unknown

let environment: Environment | undefined
const programs = new Map<string, Program>()

/**
 * Is the rule true? A rule that cannot be evaluated counts as false, as on the API server. Each text is compiled once;
 * one that does not compile, or has the wrong types, throws, since that is a fault of the contract.
 */
export function holds(rule: string, subject: Subject): boolean {
  const program = programOf(rule)
  try {
    return program(subject) === true
  } catch (error) {
    if (error instanceof EvaluationError) return false
    throw error
  }
}

/** Does the rule compare with the value before, so that it is judged on updates only? */
export function isTransition(rule: string): boolean {
  return /\boldSelf\b/.test(rule)
}

function programOf(rule: string): Program {
  const program = programs.get(rule) ?? compile(rule)
  programs.set(rule, program)
  return program
}

function compile(rule: string): Program {
  environment ??= createCelEnvironment()
  const program = environment.parse(rule)
  const { valid, error } = program.check()
  if (!valid) throw error
  return program as Program
}
