import type { Attributes } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'

/** A block of arguments on top of another: its fields win, blocks within blocks are joined, lists and maps are not. */
export const joined = (kind: Kind, below: Attributes, above: Attributes): Attributes =>
  joinedBlocks(below, above, (name) => isMap(kind, name)) as Attributes

/** One argument as AWS will have it after a change: what the spec says, and of a block also what it leaves open. */
export const changedTo = (kind: Kind, argument: string, from: unknown, to: unknown): unknown =>
  isMap(kind, argument) ? to : joinedBlocks(from, to, () => false)

/** Whether AWS has an argument as the spec wants it. What a block leaves open is no difference. */
export const isAsWanted = (kind: Kind, argument: string, from: unknown, to: unknown): boolean => {
  if (kind.documents?.includes(argument)) return canonical(parsed(from)) === canonical(parsed(to))
  return isMap(kind, argument) ? canonical(from) === canonical(to) : covers(from, to)
}

/** The arguments without the references and selectors within blocks, which are the provider's business and not AWS'. */
export const withoutReferences = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutReferences)
  if (!isBlock(value)) return value
  const fields = Object.entries(value).filter(([name]) => !/(Ref|Refs|Selector)$/.test(name))
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutReferences(field)]))
}

const isMap = ({ maps }: Kind, argument: string): boolean => argument === 'tags' || (maps?.includes(argument) ?? false)

const isBlock = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const joinedBlocks = (below: unknown, above: unknown, isWhole: (name: string) => boolean): unknown => {
  if (!isBlock(below) || !isBlock(above)) return above ?? below
  const names = [...new Set([...Object.keys(below), ...Object.keys(above)])]
  return Object.fromEntries(
    names.map((name) => [
      name,
      isWhole(name) ? (above[name] ?? below[name]) : joinedBlocks(below[name], above[name], isWhole),
    ]),
  )
}

const covers = (from: unknown, to: unknown): boolean => {
  if (Array.isArray(to) && to.some(isBlock)) return coversEach(from, to)
  if (!isBlock(to)) return canonical(from) === canonical(to)
  const block = isBlock(from) ? from : {}
  return Object.entries(to).every(([name, wanted]) => isNothing(wanted) || covers(block[name], wanted))
}

const isNothing = (value: unknown): boolean => value === undefined || value === null

const coversEach = (from: unknown, to: readonly unknown[]): boolean => {
  if (!Array.isArray(from) || from.length !== to.length) return false
  const left = [...from]
  return to.every((wanted) => {
    const index = left.findIndex((one) => covers(one, wanted))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

/** Order of fields and of list items does not count: lists in these kinds are sets. Absent, null and empty list are one. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'null' : `[${value.map(canonical).sort().join(',')}]`
  if (!isBlock(value)) return JSON.stringify(value ?? null)
  const fields = Object.entries(value)
    .filter(([, field]) => !isNothing(field))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(',')}}`
}
