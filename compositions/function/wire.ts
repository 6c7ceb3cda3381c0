import {
  Ready,
  type Resource,
  type RunFunctionRequest,
  type RunFunctionResponse,
  Severity,
  Status,
  Target,
} from '@crossplane-org/function-sdk-typescript'
import type { Composition } from '../src/composition.ts'
import { MalformedCompositeError, UnknownLayerError } from '../src/errors.ts'
import type { Compose } from '../src/layers.ts'
import type { Observed } from '../src/observed.ts'

/** A response, and how it came about: `refused` is a fault of the composite, `failed` one of ours. */
export type Answer = Readonly<{ response: RunFunctionResponse }> &
  Readonly<{ outcome: 'composed'; ready: boolean } | { outcome: 'refused' | 'failed'; error: Error }>

/**
 * Answers a call of Crossplane. What cannot be composed becomes a fatal result, upon which Crossplane changes nothing: an empty
 * answer would delete everything.
 */
export const answer = (request: RunFunctionRequest, compose: Compose): Answer => {
  try {
    const composite = request.observed?.composite?.resource
    const composition = compose(composite, observedIn(request))
    return { response: responseTo(request, composition), outcome: 'composed', ready: composition.ready }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const refused = error instanceof MalformedCompositeError || error instanceof UnknownLayerError
    const message = refused ? error.message : `Composing failed, which is a fault of the function: ${error.message}`
    return { response: fatal(request, message), outcome: refused ? 'refused' : 'failed', error }
  }
}

// connection details are left where they are: no layer reads a secret here
const observedIn = ({ observed }: RunFunctionRequest): Observed =>
  Object.fromEntries(
    Object.entries(observed?.resources ?? {}).map(([key, { resource }]) => [key, resource as Observed[string]]),
  )

// every resource is assigned whole: the SDK's helpers merge, and merging doubles lists
const responseTo = (request: RunFunctionRequest, composition: Composition): RunFunctionResponse => ({
  ...emptyResponse(request, composition.ready ? settledSeconds : unsettledSeconds),
  desired: {
    composite: compositeOf(request, composition),
    resources: { ...request.desired?.resources, ...resourcesOf(composition) },
  },
  conditions: composition.conditions.map(({ type, status, reason, message }) => ({
    type,
    status: status === 'True' ? Status.STATUS_CONDITION_TRUE : Status.STATUS_CONDITION_FALSE,
    reason,
    message,
    target: Target.TARGET_COMPOSITE,
  })),
})

/**
 * Seconds after which Crossplane calls again when nothing has happened. It hears of every change of a composed resource, so
 * this only makes up for an event that was lost; each call applies all resources, so a settled composite is left alone longer.
 */
const settledSeconds = 600
const unsettledSeconds = 60

const compositeOf = ({ observed }: RunFunctionRequest, { status, ready }: Composition): Resource => ({
  resource: {
    apiVersion: observed?.composite?.resource?.['apiVersion'],
    kind: observed?.composite?.resource?.['kind'],
    status,
  },
  connectionDetails: {},
  ready: readiness(ready),
})

const resourcesOf = ({ resources }: Composition): Record<string, Resource> =>
  Object.fromEntries(
    Object.entries(resources).map(([key, { resource, ready }]) => [
      key,
      { resource, connectionDetails: {}, ready: readiness(ready) },
    ]),
  )

const readiness = (ready: boolean): Ready => (ready ? Ready.READY_TRUE : Ready.READY_FALSE)

const fatal = (request: RunFunctionRequest, message: string): RunFunctionResponse => ({
  ...emptyResponse(request, unsettledSeconds),
  results: [{ severity: Severity.SEVERITY_FATAL, message, reason: 'CannotCompose', target: Target.TARGET_COMPOSITE }],
})

const emptyResponse = (request: RunFunctionRequest, seconds: number): RunFunctionResponse => ({
  meta: { tag: request.meta?.tag ?? '', ttl: { seconds, nanos: 0 } },
  desired: request.desired,
  results: [],
  context: request.context,
  requirements: undefined,
  conditions: [],
})
