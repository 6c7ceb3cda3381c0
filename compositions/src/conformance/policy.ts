/** A statement of a policy document, its lists always lists. */
export type Statement = Readonly<{
  allows: boolean
  actions: readonly string[]
  /** `true` when the statement says which actions it does not mean. */
  inverted: boolean
  resources: readonly string[]
  principals: readonly Principal[]
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}>

/** Who a statement speaks of: `{ type: 'Service', value: 'logs.amazonaws.com' }`. `*` alone has the type `*`. */
export type Principal = Readonly<{ type: string; value: string }>

/** The statements of a policy document as the provider takes it: JSON text. None if it cannot be read. */
export const statementsOf = (document: unknown): readonly Statement[] => {
  if (typeof document !== 'string') return []
  const { Statement: statements } = parsed(document)
  return listOf(statements).map((one) => statement(one as Record<string, unknown>))
}

/** Names of the condition keys of a statement, in lower case, with the values that they are compared with. */
export const conditionsOf = ({ conditions }: Statement): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.values(conditions).flatMap((comparison) =>
      Object.entries(comparison).map(([key, value]) => [key.toLowerCase(), listOf(value).map(String)] as const),
    ),
  )

/** Whether everybody is meant. */
export const meansEverybody = ({ value }: Principal): boolean => value === '*'

const parsed = (document: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(document) as Record<string, unknown>
  } catch {
    return {}
  }
}

const statement = (one: Readonly<Record<string, unknown>>): Statement => ({
  allows: one['Effect'] === 'Allow',
  actions: listOf(one['Action'] ?? one['NotAction']).map(String),
  inverted: one['NotAction'] !== undefined || one['NotResource'] !== undefined || one['NotPrincipal'] !== undefined,
  resources: listOf(one['Resource'] ?? one['NotResource']).map(String),
  principals: principalsOf(one['Principal'] ?? one['NotPrincipal']),
  conditions: (one['Condition'] ?? {}) as Statement['conditions'],
})

const principalsOf = (principal: unknown): Principal[] => {
  if (principal === undefined) return []
  if (typeof principal === 'string') return [{ type: '*', value: principal }]
  return Object.entries(principal as object).flatMap(([type, values]) =>
    listOf(values).map((value) => ({ type, value: String(value) })),
  )
}

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
