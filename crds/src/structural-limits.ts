import { printedKeys } from './structural-keys.ts'

type Json = Readonly<Record<string, unknown>>

// examples are for us: they are left out of what is printed
const allowedKeys = new Set<string>([...printedKeys, 'examples'])

const types = ['object', 'array', 'string', 'integer', 'boolean']

/**
 * Every place in a JSON schema that the API server cannot take or whose size nothing bounds, as one line each.
 *
 * The bounds are what the API server estimates the cost of rules from; without them it refuses the CRD.
 */
export function faultsOf(json: Json, path = ''): string[] {
  const here = (fault: string) => `${path || 'root'}: ${fault}`
  return [
    ...Object.keys(json)
      .filter((key) => !allowedKeys.has(key))
      .map((key) => here(`"${key}" is not part of a structural schema: say it with the fields of fields.ts or a rule`)),
    ...checks.flatMap((check) => check(json)).map(here),
    ...childrenOf(json, path).flatMap(([at, child]) => faultsOf(child, at)),
  ]
}

const checks: readonly ((json: Json) => string[])[] = [
  ({ type }) =>
    types.includes(type as string) ? [] : [`type ${JSON.stringify(type)}: use one of ${types.join(', ')}`],
  ({ type, description, enum: words, maxLength }) =>
    type === 'string' && !words && typeof maxLength !== 'number'
      ? [`a text without maxLength (${description ?? ''})`]
      : [],
  ({ type, maxItems }) => (type === 'array' && typeof maxItems !== 'number' ? ['a list without maxItems'] : []),
  ({ additionalProperties, maxProperties }) => {
    if (additionalProperties === undefined) return []
    if (typeof additionalProperties !== 'object') return ['additionalProperties must be a schema']
    return typeof maxProperties === 'number' ? [] : ['a map without maxProperties']
  },
  ({ pattern }) => (typeof pattern === 'string' ? patternFaults(pattern) : []),
]

/** What Go and JavaScript read differently, or Go cannot read. */
function patternFaults(pattern: string): string[] {
  const outsideClasses = pattern.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, '')
  return [
    ...(/\(\?/.test(pattern) ? ['a pattern with look-around, which Go does not know'] : []),
    ...(/\\[sSbBwWpPk1-9]/.test(pattern) ? ['a pattern with a class that Go and JavaScript read differently'] : []),
    ...(outsideClasses.includes('.')
      ? ['a pattern with ".", which Go and JavaScript read differently: name the characters']
      : []),
    ...(pattern.split('|').some(unanchored) && unanchored(pattern)
      ? ['a pattern that is not anchored with ^ and $']
      : []),
    ...(/\[\^/.test(pattern) ? ['a pattern with a negated class: name the characters that are allowed'] : []),
  ]
}

function unanchored(pattern: string): boolean {
  return !(pattern.startsWith('^') && pattern.endsWith('$'))
}

function childrenOf(json: Json, path: string): [string, Json][] {
  const {
    properties = {},
    items,
    additionalProperties,
  } = json as {
    properties?: Record<string, Json>
    items?: Json
    additionalProperties?: Json | boolean
  }
  const children: [string, Json][] = Object.entries(properties).map(([name, child]) => [
    path ? `${path}.${name}` : name,
    child,
  ])
  if (items) children.push([`${path}[]`, items])
  if (typeof additionalProperties === 'object') children.push([`${path}.*`, additionalProperties])
  return children
}
