import { entriesOf, insideBraces, withoutComments } from './go-source.ts'

/** One resource as the Terraform provider's Go source declares it. */
export type Declared = Readonly<{
  library: 'sdk' | 'framework'
  /** Names of arguments that force replacement; those of nested blocks with dots: `encryption_config.resources`. */
  forced: readonly string[]
}>

/** Go files of one service by name, and the constants that stand for attribute names (`names.AttrEngine`). */
export type GoPackage = Readonly<{ files: Readonly<Record<string, string>>; constants: ReadonlyMap<string, string> }>

/** Reads what forces replacement of `resource` (`aws_db_instance`); `undefined` if the package does not declare it. */
export const forcedArguments = (resource: string, source: GoPackage): Declared | undefined => {
  for (const text of Object.values(source.files)) {
    const note = new RegExp(`// @(SDK|Framework)Resource\\("${resource}"`).exec(text)
    if (!note) continue
    const code = withoutComments(text)
    const library = note[1] === 'SDK' ? 'sdk' : 'framework'
    const factory = bodyAt(code, note.index)
    const schema = library === 'sdk' ? withVariable(factory, source) : schemaMethod(factory, source)
    return { library, forced: forcedIn(schema, source).sort() }
  }
  return undefined
}

const bodyAt = (code: string, from: number): string => {
  const head = /func (\([^)]*\) )?\w+\([^)]*\)[^{\n]*\{/g
  head.lastIndex = from
  const found = head.exec(code)
  return found ? insideBraces(code, found.index + found[0].length - 1) : ''
}

/** The factory, and the map of arguments that it may only name: `Schema: topicSchema`. */
const withVariable = (factory: string, { files }: GoPackage): string => {
  const name = /\bSchema:\s*(\w+),/.exec(factory)?.[1]
  const head = new RegExp(`\\b${name} = map\\[string\\]\\*schema\\.Schema\\{`)
  const file = name && Object.values(files).find((text) => head.test(text))
  if (!file) return factory
  const code = withoutComments(file)
  const found = head.exec(code)
  const open = (found?.index ?? 0) + (found?.[0].length ?? 1) - 1
  return `map[string]*schema.Schema{${insideBraces(code, open)}}`
}

/** The body of the method Schema of what the factory makes, or of the type that this embeds. */
const schemaMethod = (factory: string, source: GoPackage): string => {
  const made = /&(\w+)\{/.exec(factory)?.[1] ?? ''
  const code = Object.values(source.files).map(withoutComments)
  for (let type: string | undefined = made; type; type = embeddedIn(type, code)) {
    const method = new RegExp(`func \\(\\w* ?\\*?${type}\\) Schema\\(`)
    const file = code.find((text) => method.test(text))
    if (file) return bodyAt(file, method.exec(file)?.index ?? 0)
  }
  return ''
}

const embeddedIn = (type: string, code: readonly string[]): string | undefined => {
  const head = new RegExp(`type ${type} struct \\{`)
  const file = code.find((text) => head.test(text))
  const found = file && head.exec(file)
  if (!file || !found) return undefined
  return /^\s*(\w+Resource)\s*$/m.exec(insideBraces(file, found.index + found[0].length - 1))?.[1]
}

const maps = /map\[string\](?:\*schema\.Schema|schema\.(?:Attribute|Block))\s*\{/

/** The forced arguments of all maps of arguments in a text, at their own level and below. */
const forcedIn = (text: string, source: GoPackage): string[] =>
  mapsIn(text).flatMap((literal) =>
    entriesOf(literal).flatMap(({ key, value }) => {
      const name = nameOf(key, source)
      const declared = declarationOf(value, source)
      if (isForced(declared)) return [name]
      return forcedIn(declared, source).map((nested) => `${name}.${nested}`)
    }),
  )

/** The outermost maps only: what lies in one of them belongs to it. */
const mapsIn = (text: string): string[] => {
  const found = maps.exec(text)
  if (!found) return []
  const open = found.index + found[0].length - 1
  const literal = insideBraces(text, open)
  // `func() map[string]*schema.Schema { return map...`: the first brace is that of a function
  const here = /^\s*return\b/.test(literal) ? mapsIn(literal) : [literal]
  return [...here, ...mapsIn(text.slice(open + literal.length + 2))]
}

const isForced = (declared: string): boolean =>
  /ForceNew:\s*true|RequiresReplace(IfConfigured)?\(\)/.test(ownLevel(declared).replace(/"(\\.|[^"])*"/g, '""'))

const ownLevel = (declared: string): string => {
  const found = maps.exec(declared)
  if (!found) return declared
  const open = found.index + found[0].length - 1
  return declared.slice(0, found.index) + ownLevel(declared.slice(open + insideBraces(declared, open).length + 2))
}

/** What an argument is declared as: the literal, or the body of the function of the package that is called for it. */
const declarationOf = (value: string, { files }: GoPackage): string => {
  const called = /^(\w+)\(/.exec(value)?.[1]
  if (!called) return /TagsSchemaForceNew/.test(value) ? 'ForceNew: true' : value
  const head = new RegExp(`func ${called}\\(`)
  const file = Object.values(files).find((text) => head.test(text))
  return file ? bodyAt(withoutComments(file), head.exec(file)?.index ?? 0) : value
}

/** The name that a key stands for: itself, a constant of the package `names`, or one of this package. */
const nameOf = (key: string, { constants, files }: GoPackage): string => {
  if (key.startsWith('"')) return key.slice(1, -1)
  const own = new RegExp(`\\b${key}\\s*=\\s*"([^"]+)"`)
  const shared = constants.get(key.replace(/^names\./, ''))
  return shared ?? Object.values(files).flatMap((text) => own.exec(text)?.[1] ?? [])[0] ?? key
}
