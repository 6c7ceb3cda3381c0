import { type ApiCall, apiCalls, parametersOf } from '@taskplatform/bootstrap/twin/judge/calls'
import { judgeParameters, type ServiceModel } from '@taskplatform/bootstrap/twin/judge/judge-parameters'
import { readServiceModels } from '@taskplatform/bootstrap/twin/judge/service-models'
import { beforeAll, expect, test } from 'vitest'
import { withResolved } from '../src/assumed/references.ts'
import { settle } from '../src/assumed/settle.ts'
import { allExamples } from './all-examples.ts'

let models: ReadonlyMap<string, ServiceModel>
beforeAll(async () => {
  const root = new URL('../..', import.meta.url).pathname
  models = await readServiceModels(root, [...new Set(Object.values(apiCalls).map(({ service }) => service))])
})

test.each(allExamples())('AWS finds nothing against the parameters of $why', ({ composite }) => {
  const { observed } = settle(composite)
  const resources = Object.values(observed)
  const complaints = resources.flatMap((resource) => {
    const { apiVersion, kind, metadata, spec } = resource as never as Managed
    const call = apiCalls[`${apiVersion.split('.')[0]}/${kind}`]
    const model = call && models.get(call.service)
    if (!call || !model) return []
    const args = withResolved({ ...spec.initProvider, ...spec.forProvider }, resources) as Record<string, unknown>
    const name = metadata.annotations?.['crossplane.io/external-name'] ?? metadata.name
    return judgeParameters(model, call.operation, parametersOf(model, call, args, name)).map(
      (one) => `${metadata.name}: ${one}`,
    )
  })
  expect(complaints).toEqual([])
})

test.each([
  { why: 'a class of instances that is none of a list', kind: 'eks/NodeGroup', args: { capacityType: 'CHEAP' } },
  { why: 'a name that is too long', kind: 'iam/Role', args: {}, name: 'r'.repeat(65) },
  { why: 'a class that lacks', kind: 'rds/Instance', args: { identifier: 'a' } },
])('it would find $why', ({ kind, args, name }) => {
  const call = apiCalls[kind] as ApiCall
  const model = models.get(call.service) as ServiceModel
  expect(judgeParameters(model, call.operation, parametersOf(model, call, args, name))).not.toEqual([])
})

type Managed = Readonly<{
  apiVersion: string
  kind: string
  metadata: Readonly<{ name: string; annotations?: Readonly<Record<string, string>> }>
  spec: Readonly<{ forProvider: object; initProvider?: object }>
}>
