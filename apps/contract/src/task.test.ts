import { describe, expect, test } from 'vitest'
import { moment, taskChange, taskQuery } from './task.ts'

describe('moment', () => {
  test.each([
    { text: '2026-12-01T09:00:00Z', good: true },
    { text: '2026-12-01T09:00:00.123456+09:00', good: true },
    { text: '2024-02-29T00:00:00Z', good: true },
    { text: '2026-02-29T00:00:00Z', good: false },
    { text: '2026-12-01T09:00:00', good: false },
    { text: '2026-12-01', good: false },
    { text: '2026-12-01T25:00:00Z', good: false },
    { text: '0000-01-01T00:00:00Z', good: false },
    { text: '9999-12-31T23:59:59-09:00', good: false },
  ])('$text: $good', ({ text, good }) => expect(moment.safeParse(text).success).toBe(good))
})

describe('taskQuery', () => {
  test.each([
    { given: {}, page: 1, per_page: 20 },
    { given: { page: '3', per_page: '100' }, page: 3, per_page: 100 },
    { given: { page: '0', per_page: '101' }, page: 1, per_page: 20 },
    { given: { page: '-1', per_page: '1.5' }, page: 1, per_page: 20 },
    { given: { page: ['1', '2'], per_page: 'x' }, page: 1, per_page: 20 },
  ])('$given means page $page of $per_page', ({ given, page, per_page }) =>
    expect(taskQuery.parse(given)).toMatchObject({ page, per_page }),
  )

  test('an empty filter is none', () =>
    expect(taskQuery.parse({ status: '', priority: '', q: '', sort: '' })).toEqual({ page: 1, per_page: 20 }))
})

test('null clears, and what is not said stays', () => {
  expect(taskChange.parse({ due_date: null })).toEqual({ due_date: null })
  expect(taskChange.parse({})).toEqual({})
})
