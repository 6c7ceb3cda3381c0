import { Ready, RunFunctionResponse, Severity, Status } from '@crossplane-org/function-sdk-typescript'
import { describe, expect, test } from 'vitest'
import { compose } from '../src/layers.ts'
import { requestFor } from '../test/call.ts'
import { developmentNetwork, productionNetwork } from '../test/composites.ts'
import { settled } from '../test/observed.ts'
import { answer } from './wire.ts'

const production = settled(productionNetwork())

describe('a composite that is made', () => {
  const { response, outcome } = answer(requestFor(productionNetwork(), production.observed), compose)

  test('every resource arrives as it was composed, through the wire and back', () => {
    const arrived = RunFunctionResponse.decode(RunFunctionResponse.encode(response).finish())
    const resources = Object.entries(arrived.desired?.resources ?? {}).map(([key, { resource }]) => [key, resource])
    expect(outcome).toBe('composed')
    expect(Object.fromEntries(resources)).toEqual(
      Object.fromEntries(
        Object.entries(production.composition.resources).map(([key, { resource }]) => [key, resource]),
      ),
    )
  })

  test('resources and composite are ready, and the condition says so', () => {
    expect(Object.values(response.desired?.resources ?? {}).every(({ ready }) => ready === Ready.READY_TRUE)).toBe(true)
    expect(response.desired?.composite?.ready).toBe(Ready.READY_TRUE)
    expect(response.conditions).toEqual([
      expect.objectContaining({ type: 'ResourcesReady', status: Status.STATUS_CONDITION_TRUE, reason: 'Available' }),
    ])
  })

  test('only the status of the composite is desired', () =>
    expect(response.desired?.composite?.resource).toEqual({
      apiVersion: 'aws.taskplatform.dev/v1alpha1',
      kind: 'PlatformNetwork',
      status: production.composition.status,
    }))

  test('the tag is given back, and Crossplane may rest', () =>
    expect(response.meta).toEqual({ tag: 'abc', ttl: { seconds: 600, nanos: 0 } }))
})

test('a composite that is being made is looked at again within a minute', () =>
  expect(answer(requestFor(developmentNetwork()), compose).response.meta?.ttl).toEqual({ seconds: 60, nanos: 0 }))

test('what an earlier step of the pipeline wants is kept', () => {
  const asked = requestFor(developmentNetwork())
  asked.desired = {
    composite: undefined,
    resources: { other: { resource: { kind: 'X' }, connectionDetails: {}, ready: 0 } },
  }
  expect(answer(asked, compose).response.desired?.resources['other']?.resource).toEqual({ kind: 'X' })
})

test.each([
  {
    why: 'a malformed composite is refused with the name of the field',
    given: developmentNetwork({ cidr: 'nonsense' }),
    outcome: 'refused',
    says: /spec\.cidr/,
  },
  { why: 'an unknown kind is refused', given: { kind: 'Nonsense' }, outcome: 'refused', says: /PlatformNetwork/ },
])('$why, and nothing is changed', ({ given, outcome, says }) => {
  const answered = answer(requestFor(given, production.observed), compose)
  expect(answered.outcome).toBe(outcome)
  expect(answered.response.results).toEqual([
    expect.objectContaining({ severity: Severity.SEVERITY_FATAL, message: expect.stringMatching(says) }),
  ])
  expect(answered.response.desired).toBeUndefined()
})

test('a fault of ours is a fatal result too, never an empty answer', () => {
  const { outcome, response } = answer(requestFor(developmentNetwork()), () => {
    throw new TypeError('x is not a function')
  })
  expect(outcome).toBe('failed')
  expect(response.results[0]).toMatchObject({ severity: Severity.SEVERITY_FATAL })
})
