import type { Schema } from './schema.ts'

/** TypeScript of a value of this schema, indented for the depth at which it stands. */
export const printType = (schema: Schema, depth = 0): string => {
  if (isReference(schema)) return 'Reference'
  if (isSelector(schema)) return 'Selector'
  if (schema.enum) return schema.enum.map(quote).join(' | ')
  if (schema.type === 'array') return printArray(schema.items ?? {}, depth)
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'string' || schema.type === 'boolean') return schema.type
  if (schema.properties) return printObject(schema, depth)
  if (schema.additionalProperties) return `Readonly<Record<string, ${printType(schema.additionalProperties, depth)}>>`
  return 'unknown'
}

/** The fields of an object in braces, one in a line, each with its description. */
export const printObject = (schema: Schema, depth = 0): string => {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const optional = schema.required?.includes(name) ? '' : '?'
    return `${printDescription(field, depth + 1)}${indent(depth + 1)}${name}${optional}: ${printType(field, depth + 1)}\n`
  })
  return fields.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${fields.join('')}${indent(depth)}}`
}

const printArray = (items: Schema, depth: number): string => {
  const item = printType(items, depth)
  return /^[\w<>, ]+$/.test(item) || item.startsWith('{') ? `readonly ${item}[]` : `readonly (${item})[]`
}

const isReference = ({ properties }: Schema): boolean => hasExactly(properties, ['name', 'namespace', 'policy'])

const isSelector = ({ properties }: Schema): boolean =>
  hasExactly(properties, ['matchControllerRef', 'matchLabels', 'namespace', 'policy'])

const hasExactly = (properties: Schema['properties'], names: readonly string[]): boolean =>
  Object.keys(properties ?? {})
    .sort()
    .join() === names.join()

const printDescription = ({ description }: Schema, depth: number): string => {
  const text = description?.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /').trim()
  // a reference is explained by the field that it fills
  if (!text || /^(Reference|Selector|References) (to|for) /.test(text)) return ''
  return `${indent(depth)}/** ${text} */\n`
}

const indent = (depth: number): string => '  '.repeat(depth)

const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`
