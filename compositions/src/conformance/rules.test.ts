import { describe, expect, test } from 'vitest'
import { graphOf } from './fixtures/fixture.ts'
import { fixtures } from './fixtures/fixtures.ts'
import { ruleGroups, rules } from './rules.ts'
import { viewOf } from './view.ts'

const today = '2026-11-24'

test('there are 86 rules, each with an id of its own', () => {
  expect(rules).toHaveLength(86)
  expect(new Set(rules.map(({ id }) => id)).size).toBe(86)
})

test('no fixture is without its rule', () =>
  expect(Object.keys(fixtures).toSorted()).toEqual(rules.map(({ id }) => id).toSorted()))

describe.each(rules)('$id: $title', ({ id, check, ...rule }) => {
  const { passes = [], fails = [] } = fixtures[id] ?? {}
  const problemsOf = (fixture: (typeof passes)[number]) => check(viewOf(graphOf(fixture), today))

  test('holds for what keeps it', () => {
    expect(passes.length).toBeGreaterThan(0)
    for (const fixture of passes) expect(problemsOf(fixture).map(({ message }) => message)).toEqual([])
  })

  test('is broken by what breaks it, in words', () => {
    expect(fails.length).toBeGreaterThan(0)
    for (const [index, fixture] of fails.entries()) {
      const problems = problemsOf(fixture)
      expect(problems.length, `${id} fails[${index}]`).toBeGreaterThan(0)
      for (const { message } of problems) expect(message).toMatch(/^[a-zA-Z0-9].*[^.]$/)
    }
  })

  test('relaxes for Development if and only if it says so', () => {
    const relaxed = passes.some(({ profile }) => profile === 'Development')
    const graded = problemsOfSeverity(fails.flatMap((fixture) => problemsOf(fixture)))
    expect(relaxed || graded.has('warning')).toBe(rule.development !== undefined)
  })

  test('explains itself', () => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/)
    expect(rule.why).toMatch(/\.$/)
    expect(rule.cure).toMatch(/\.$/)
    if (rule.instead) expect(rule.instead).toMatch(/\.$/)
    expect(rule.kinds === 'all' || rule.kinds.length > 0).toBe(true)
  })
})

const problemsOfSeverity = (problems: readonly Readonly<{ severity?: string }>[]) =>
  new Set(problems.map(({ severity }) => severity))

test('groups share no rule', () => expect(ruleGroups.flatMap((group) => group.rules)).toEqual(rules))
