import { type Refusal, refuse } from './refusal.ts'

/** What services read of a policy. */
export type PolicyDocument = Readonly<{ Statement: readonly PolicyStatement[] }>

type PolicyStatement = Readonly<{
  Effect?: string
  Action?: string | readonly string[]
  Principal?: string | Readonly<Record<string, string | readonly string[]>>
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
  Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal }) =>
    typeof Principal === 'object' ? [Principal['Service'] ?? []].flat() : [],
  )

const isStatement = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['Allow', 'Deny'].includes(String((value as PolicyStatement).Effect)) &&
  ('Action' in value || 'NotAction' in value)
