import { type Refusal, refuse } from './refusal.ts'

/** What services read of a policy. */
export type PolicyDocument = Readonly<{ Statement: readonly PolicyStatement[] }>

/** One statement of a policy. */
export type PolicyStatement = Readonly<{
  Effect?: string
  Action?: string | readonly string[]
  NotAction?: string | readonly string[]
  Resource?: string | readonly string[]
  Principal?: string | Readonly<Record<string, string | readonly string[]>>
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}>

/** Reads a policy; `code` is the service's error for one that it cannot read. */
export const parsePolicy = (text: unknown, code: string): PolicyDocument | Refusal => {
  try {
    const document = JSON.parse(String(text)) as { Statement?: unknown }
    const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement]
    if (statements.every((statement) => isStatement(statement))) return { Statement: statements as PolicyStatement[] }
    return refuse(code, 'Syntax errors in policy.')
  } catch {
    return refuse(code, 'This policy contains invalid Json')
  }
}

/** The AWS services that a policy lets in, such as `logs.ap-northeast-1.amazonaws.com`. */
export const allowedServices = ({ Statement }: PolicyDocument): string[] =>
  Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => principalsOf(statement, 'Service'))

/** Who wants to do what. `principals`: every name under which it may be let in. `keys`: what is known for conditions. */
export type PolicyQuestion = Readonly<{
  principals: readonly string[]
  action: string
  /** Any, if not given: a key policy is about its own key. */
  resource?: string
  keys?: Readonly<Record<string, string>>
}>

/** Whether a policy allows something and does not deny it. A condition on keys that are not told is taken as met for an Allow only. */
export const isAllowed = ({ Statement }: PolicyDocument, question: PolicyQuestion): boolean =>
  Statement.some((statement) => statement.Effect === 'Allow' && concerns(statement, question)) &&
  !Statement.some((one) => one.Effect === 'Deny' && one.Condition === undefined && concerns(one, question))

/** The principals of a statement of one sort (`AWS`, `Service`, `Federated`); `*` is everybody. */
export const principalsOf = ({ Principal }: PolicyStatement, sort: string): string[] => {
  if (Principal === undefined) return []
  return typeof Principal === 'string' ? [Principal] : [Principal[sort] ?? []].flat()
}

/** Whether a text fits a pattern with `*` and `?`, as in actions and resources. */
export const fitsPattern = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text)

const isStatement = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['Allow', 'Deny'].includes(String((value as PolicyStatement).Effect)) &&
  ('Action' in value || 'NotAction' in value)

const concerns = (statement: PolicyStatement, { principals, action, resource, keys = {} }: PolicyQuestion): boolean => {
  const named = ['AWS', 'Service'].flatMap((sort) => principalsOf(statement, sort))
  return (
    named.some((name) => name === '*' || principals.includes(name)) &&
    concernsAction(statement, action) &&
    (resource === undefined || [statement.Resource ?? []].flat().some((pattern) => fitsPattern(pattern, resource))) &&
    meets(statement, keys)
  )
}

const concernsAction = ({ Action, NotAction }: PolicyStatement, action: string): boolean => {
  const fits = (pattern: string) => fitsPattern(pattern.toLowerCase(), action.toLowerCase())
  return Action === undefined ? ![NotAction ?? []].flat().some(fits) : [Action].flat().some(fits)
}

const positive = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike']

/** Only what is known is held against a condition. */
const meets = ({ Condition }: PolicyStatement, keys: Readonly<Record<string, string>>): boolean =>
  Object.entries(Condition ?? {})
    .filter(([operator]) => positive.includes(operator))
    .flatMap(([, wanted]) => Object.entries(wanted))
    .every(([key, patterns]) => {
      const value = keys[key]
      return value === undefined || [patterns].flat().some((pattern) => fitsPattern(pattern, value))
    })
