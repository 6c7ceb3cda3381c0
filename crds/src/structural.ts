import { z } from 'zod'
import type { Rule } from './rule.ts'
import { faultsOf } from './structural-limits.ts'

/** The part of OpenAPI that Kubernetes calls a structural schema, as far as the contract uses it. */
export type Structural = {
  type: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  description?: string
  default?: unknown
  enum?: readonly string[]
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  maxProperties?: number
  required?: readonly string[]
  properties?: Readonly<Record<string, Structural>>
  items?: Structural
  additionalProperties?: Structural
  'x-kubernetes-list-type'?: 'atomic' | 'map'
  'x-kubernetes-list-map-keys'?: readonly string[]
  'x-kubernetes-map-type'?: 'atomic'
  'x-kubernetes-validations'?: readonly Rule[]
  /** Legal values for the reference page and the fuzzer; not printed into the CRD. */
  examples?: readonly unknown[]
}

const known = new Map<z.ZodType, Structural>()

/**
 * The structural schema of a zod schema, made once for each.
 *
 * Throws a ContractError that lists every place where the schema says more than the API server can check, or leaves
 * open how large a value may be.
 */
export function structural(schema: z.ZodType): Structural {
  const made = known.get(schema) ?? convert(schema)
  known.set(schema, made)
  return made
}

/** The contract itself is wrong: a schema cannot be said to the API server. The cure is to change the schema. */
export class ContractError extends Error {
  readonly code = 'ContractInvalid'

  constructor(faults: readonly string[]) {
    super(`The schema cannot become a CRD:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'ContractError'
  }
}

function convert(schema: z.ZodType): Structural {
  const json = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' })
  const faults = faultsOf(json)
  if (faults.length > 0) throw new ContractError(faults)
  return json as unknown as Structural
}
