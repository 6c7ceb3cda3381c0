/** A service as AWS itself describes it: its calls, and the shapes of what they take. */
export type ServiceModel = Readonly<{
  operations: Readonly<Record<string, Readonly<{ input?: Readonly<{ shape: string }> }>>>
  shapes: Readonly<Record<string, Shape>>
}>

type Shape = Readonly<{
  type: string
  required?: readonly string[]
  members?: Readonly<Record<string, Readonly<{ shape: string }>>>
  member?: Readonly<{ shape: string }>
  enum?: readonly string[]
  pattern?: string
  min?: number
  max?: number
}>

/**
 * What a service's own model says against the parameters of a call: required ones that lack, values that are none of a list, do
 * not fit a pattern or have the wrong length. Parameters that the model does not know are passed over: it may be older. Throws a
 * RangeError for a call that it does not have.
 */
export const judgeParameters = (
  model: ServiceModel,
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
): string[] => {
  const input = model.operations[operation]?.input?.shape
  if (input === undefined) throw new RangeError(`the model has no call ${operation}`)
  return complaints(model, input, parameters, operation)
}

const complaints = (model: ServiceModel, shapeName: string, value: unknown, path: string): string[] => {
  const shape = model.shapes[shapeName]
  if (!shape || value === undefined || value === null) return []
  if (shape.type === 'structure') return ofStructure(model, shape, value as Readonly<Record<string, unknown>>, path)
  if (shape.type === 'list') return ofList(model, shape, value, path)
  if (shape.type === 'string') return ofString(shape, String(value), path)
  return ['integer', 'long', 'double', 'float'].includes(shape.type) ? ofNumber(shape, Number(value), path) : []
}

const ofStructure = (
  model: ServiceModel,
  { members = {}, required = [] }: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] => [
  ...required.filter((name) => value[name] === undefined).map((name) => `${path}.${name} is required`),
  ...Object.entries(members).flatMap(([name, { shape }]) => complaints(model, shape, value[name], `${path}.${name}`)),
]

const ofList = (model: ServiceModel, { member, min, max }: Shape, value: unknown, path: string): string[] => {
  const items = Array.isArray(value) ? value : [value]
  return [
    ...bounds(items.length, { min, max }, `${path} has ${items.length} items`),
    ...items.flatMap((item, index) => complaints(model, member?.shape ?? '', item, `${path}[${index}]`)),
  ]
}

const ofString = (shape: Shape, value: string, path: string): string[] => {
  if (shape.enum) return shape.enum.includes(value) ? [] : [`${path} "${value}" is none of ${shape.enum.join(', ')}`]
  return [
    ...bounds(value.length, shape, `${path} has ${value.length} letters`),
    ...(shape.pattern === undefined || fits(shape.pattern, value)
      ? []
      : [`${path} "${value}" does not fit ${shape.pattern}`]),
  ]
}

const ofNumber = (shape: Shape, value: number, path: string): string[] =>
  Number.isNaN(value) ? [`${path} is no number`] : bounds(value, shape, `${path} is ${value}`)

const bounds = (
  size: number,
  { min, max }: Readonly<{ min?: number | undefined; max?: number | undefined }>,
  what: string,
) => [
  ...(min !== undefined && size < min ? [`${what}, at least ${min} are needed`] : []),
  ...(max !== undefined && size > max ? [`${what}, at most ${max} are allowed`] : []),
]

/** Patterns are Java's, and stand for the whole value. One that JavaScript cannot read says nothing. */
const fits = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(
      `^(?:${pattern.replaceAll('\\p{L}', 'a-zA-Z').replaceAll('\\p{Z}', '\\s').replaceAll('\\p{N}', '0-9')})$`,
      's',
    ).test(value)
  } catch {
    return true
  }
}
