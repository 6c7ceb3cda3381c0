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

/**
 * The statements of a policy document as the provider takes it: JSON text. None if there is no document; one that cannot be read
 * is judged as if it allowed everything to everybody, because nobody can say that it does not.
 */
export const statementsOf = (document: unknown): readonly Statement[] => {
  if (typeof document !== 'string') return []
  const statements = listOf(parsed(document)?.['Statement'])
  return statements.length > 0 && statements.every(isFields) ? statements.map(statement) : [everything]
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

/** Whether every resource is meant: `*`, or an ARN that names none. */
export const meansEveryResource = (resource: string): boolean => /^(\*|arn(:[^:]*){4}:\*)$/.test(resource)

const everything: Statement = {
  allows: true,
  actions: ['*'],
  inverted: false,
  resources: ['*'],
  principals: [{ type: '*', value: '*' }],
  conditions: {},
}

const parsed = (document: string): Fields | undefined => {
  try {
    const read: unknown = JSON.parse(document)
    return isFields(read) ? read : undefined
  } catch {
    return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const statement = (one: Fields): Statement => ({
  allows: one['Effect'] === 'Allow',
  actions: listOf(one['Action'] ?? one['NotAction']).map(String),
  inverted: one['NotAction'] !== undefined || one['NotResource'] !== undefined || one['NotPrincipal'] !== undefined,
  resources: listOf(one['Resource'] ?? one['NotResource']).map(String),
  // all but some are everybody else
  principals: one['NotPrincipal'] === undefined ? principalsOf(one['Principal']) : everything.principals.slice(),
  conditions: (one['Condition'] ?? {}) as Statement['conditions'],
})

const principalsOf = (principal: unknown): Principal[] => {
  if (principal === undefined || principal === null) return []
  if (typeof principal === 'string') return [{ type: '*', value: principal }]
  return Object.entries(principal as object).flatMap(([type, values]) =>
    listOf(values).map((value) => ({ type, value: String(value) })),
  )
}

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
