import { describe, expect, test } from 'vitest'
import { type Example, illegalExamples, legalExamples } from '../test/examples.ts'
import { checkUpdate, parse, parseTaskPlatform } from './contract.ts'
import { profileDefaults, profiles } from './defaults.ts'
import { layerKinds } from './generate/kinds.ts'
import { brokenTransitions } from './judge.ts'
import { structural } from './structural.ts'
import type { TaskPlatform } from './taskplatform.ts'

describe('examples', () => {
  test.each(legalExamples())('$file is legal', ({ object }) => expect(read(object)).toMatchObject({ ok: true }))

  test.each(illegalExamples())('$file: $complaint', ({ at, complaint, before, object }) => {
    const issues = before ? changeIssues(before, object) : issuesOf(object)
    const message = isOfARule(complaint) ? expect.stringContaining(complaint) : expect.any(String)
    expect(issues).toContainEqual({ path: at, message })
  })
})

test.each(profiles.map((profile) => ({ profile })))('the defaults of $profile are a legal spec', ({ profile }) => {
  const hostname = { hostname: 'tasks.example.com', dns: { hostedZoneId: 'Z0123456789' } }
  const spec = { profile, region: 'ap-northeast-1', ...hostname, ...profileDefaults[profile] }
  expect(parseTaskPlatform(platform(spec))).toMatchObject({ ok: true, value: { spec } })
})

test.each([
  { why: 'a field with nothing behind it is a field that is not set', spec: { dns: null }, read: {} },
  { why: 'a field that nobody knows is dropped', spec: { unknown: 1 }, read: {} },
  { why: 'zero replicas stay zero', spec: replicas(0), read: replicas(0) },
])('$why', ({ spec, read }) => {
  const parsed = parseTaskPlatform(platform(development(spec)))
  expect(parsed).toMatchObject({ ok: true, value: { spec: development(read) } })
  expect(parsed.ok && Object.keys(parsed.value.spec)).toEqual(Object.keys(development(read)))
})

test('metadata is kept as it is', () => {
  const object = platform(development({}))
  const metadata = { ...object.metadata, uid: 'u', finalizers: ['a.example/b'] }
  expect(parseTaskPlatform({ ...object, metadata })).toMatchObject({ ok: true, value: { metadata } })
})

test.each([
  { why: 'every broken rule is told, not only the first', spec: { network: { cidr: '203.0.0.0/24' } }, count: 2 },
  {
    why: 'a bad network gives one complaint, not one for each rule',
    spec: { network: { cidr: 'everywhere' } },
    count: 1,
  },
])('$why', ({ spec, count }) => expect(issuesOf(platform(development(spec)))).toHaveLength(count))

test.each([
  { why: 'nothing changes', old: {}, updated: {}, complaints: 0 },
  { why: 'the default is written down', old: {}, updated: { network: { cidr: '10.0.0.0/16' } }, complaints: 0 },
  { why: 'the default is removed again', old: { cache: { engine: 'Redis' } }, updated: {}, complaints: 0 },
  { why: 'a zone is added', old: {}, updated: { network: { availabilityZones: 3 } }, complaints: 0 },
  { why: 'a restore is removed', old: restore('tasks-final'), updated: {}, complaints: 0 },
  { why: 'a restore is changed', old: restore('tasks-final'), updated: restore('other'), complaints: 1 },
  {
    why: 'storage falls below the default by being removed',
    old: { database: { storageGiB: 30 } },
    updated: {},
    complaints: 1,
  },
])('$why: $complaints complaints', ({ old, updated, complaints }) => {
  const issues = checkUpdate(platform(development(old)), platform(development(updated)))
  expect(issues).toHaveLength(complaints)
})

function issuesOf(object: unknown) {
  const parsed = read(object as Example)
  return parsed.ok ? [] : parsed.issues
}

function changeIssues(before: Example, object: Example) {
  expect(read(before)).toMatchObject({ ok: true })
  const layer = layerOf(object)
  if (layer) return brokenTransitions(structural(layer.spec), before.spec, object.spec, 'spec')
  return checkUpdate(before as unknown as TaskPlatform, object as unknown as TaskPlatform)
}

function read(object: Example) {
  const layer = layerOf(object)
  return layer ? parse(layer.spec, object.spec, 'spec') : parseTaskPlatform(object)
}

function layerOf({ kind }: Example) {
  return layerKinds.find((layer) => layer.kind === kind)
}

/** Complaints about the shape are worded by the API server itself; ours differ in words, not in place. */
function isOfARule(complaint: string): boolean {
  return !['Required value', 'Unsupported value', 'Invalid value'].includes(complaint)
}

function development(spec: object) {
  return { profile: 'Development', region: 'ap-northeast-1', ...spec }
}

function restore(snapshotIdentifier: string) {
  return { database: { restore: { snapshotIdentifier } } }
}

function replicas(min: number) {
  return { app: { api: { replicas: { min, max: 1 } } } }
}

function platform(spec: object): TaskPlatform {
  const metadata = { name: 'tasks', namespace: 'team-tasks' }
  return { apiVersion: 'taskplatform.dev/v1alpha1', kind: 'TaskPlatform', metadata, spec: spec as TaskPlatform['spec'] }
}
