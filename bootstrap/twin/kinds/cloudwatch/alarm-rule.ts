/**
 * The alarms that the rule of a composite alarm names, each once; `undefined` if it is no rule. Grammar: CloudWatch API,
 * PutCompositeAlarm: `ALARM(name)`, `OK(name)`, `INSUFFICIENT_DATA(name)`, `TRUE`, `FALSE`, `AND`, `OR`, `NOT` and brackets.
 */
export const alarmsIn = (rule: string): string[] | undefined => {
  const tokens = tokensOf(rule)
  const names = new Set<string>()
  if (!tokens) return undefined
  const rest = expression(tokens, names)
  return rest?.length === 0 ? [...names] : undefined
}

type Tokens = readonly string[]

const tokenPattern =
  /\s*((?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"[^"]*"|'[^']*'|[^()"'\s]+)\s*\)|TRUE|FALSE|AND|OR|NOT|\(|\))\s*/y

const tokensOf = (rule: string): Tokens | undefined => {
  const tokens: string[] = []
  const pattern = new RegExp(tokenPattern)
  while (pattern.lastIndex < rule.length) {
    const match = pattern.exec(rule)
    if (!match) return undefined
    tokens.push(String(match[1]))
  }
  return tokens
}

/** What is left after an expression; `undefined` where there is none. */
const expression = (tokens: Tokens, names: Set<string>): Tokens | undefined => {
  const rest = term(tokens, names)
  return rest && ['AND', 'OR'].includes(String(rest[0])) ? expression(rest.slice(1), names) : rest
}

const term = ([first, ...rest]: Tokens, names: Set<string>): Tokens | undefined => {
  if (first === 'NOT') return term(rest, names)
  if (first === 'TRUE' || first === 'FALSE') return rest
  if (first === '(') {
    const after = expression(rest, names)
    return after?.[0] === ')' ? after.slice(1) : undefined
  }
  const named = /^[A-Z_]+\s*\(\s*["']?(.*?)["']?\s*\)$/.exec(first ?? '')
  if (!named?.[1]) return undefined
  names.add(named[1])
  return rest
}
