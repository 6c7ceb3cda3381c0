import { describe, expect, test } from 'vitest'
import { nameOf } from '../service/kind.ts'
import { kindTimes } from '../service/times.ts'
import { kinds } from './registry.ts'

describe.each(kinds.map((kind) => ({ name: nameOf(kind), kind })))('$name', ({ name, kind }) => {
  test('has a row in the table of times', () => {
    expect(kindTimes).toHaveProperty([name])
  })

  test('speaks of nothing but its own arguments', () => {
    const named = [
      ...kind.replacing.map((path) => path.split('.')[0] ?? ''),
      ...(kind.documents ?? []),
      ...(kind.maps ?? []),
      ...(kind.notLateInitialized ?? []),
      ...kind.references.map(({ argument }) => argument.split('.')[0] ?? ''),
      ...Object.keys(kind.within ?? {}),
    ]
    expect(named.filter((argument) => !kind.arguments.includes(argument))).toEqual([])
  })
})

test('no two kinds have one name', () => {
  expect(new Set(kinds.map(nameOf)).size).toBe(kinds.length)
})
