import type { JsonPatchOperation } from '../../src/kube/client.ts'

/**
 * Applies RFC 6902 operations (add, replace, remove, test); `undefined` if a test fails or a path does not exist. As in the real
 * API server, a field that is not there passes a test for null.
 */
export const applyJsonPatch = (document: unknown, operations: readonly JsonPatchOperation[]): unknown => {
  const copy = structuredClone(document)
  return operations.every((operation) => applyOne(copy, operation)) ? copy : undefined
}

const applyOne = (document: unknown, operation: JsonPatchOperation): boolean => {
  const steps = operation.path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = steps.pop() ?? ''
  const parent = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    document,
  )
  if (typeof parent !== 'object' || parent === null) return false
  if (operation.op === 'test') return same((parent as Record<string, unknown>)[last], operation.value)
  if (Array.isArray(parent)) return changeArray(parent, last, operation)
  return changeRecord(parent as Record<string, unknown>, last, operation)
}

const changeArray = (array: unknown[], last: string, operation: JsonPatchOperation): boolean => {
  const index = last === '-' ? array.length : Number(last)
  if (operation.op === 'add') array.splice(index, 0, operation.value)
  else if (index >= array.length) return false
  else if (operation.op === 'remove') array.splice(index, 1)
  else if (operation.op === 'replace') array[index] = operation.value
  return true
}

const changeRecord = (record: Record<string, unknown>, last: string, operation: JsonPatchOperation): boolean => {
  if (operation.op !== 'add' && !(last in record)) return false
  if (operation.op === 'remove') delete record[last]
  else if (operation.op === 'add' || operation.op === 'replace') record[last] = operation.value
  return true
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
