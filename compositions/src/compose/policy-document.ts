/** A statement of an IAM, key or resource policy. */
export type Statement = Readonly<{
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Principal?: '*' | Readonly<Record<string, string | readonly string[]>>
  Action: string | readonly string[]
  Resource?: string | readonly string[]
  Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}>

/** The policy document of these statements, as AWS takes it. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
