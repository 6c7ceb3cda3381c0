import { breakGlassGroup } from './principals.ts'

/**
 * What a policy refuses. `passes` is the CEL expression that a request must fulfil, `message` one that says to whom it was
 * refused what to do instead. With `selector`, only objects are looked at that carry these labels now or before.
 */
export type Policy = Readonly<{
  name: string
  why: string
  on: readonly ResourceRule[]
  selector?: Readonly<Record<string, unknown>>
  variables?: Readonly<Record<string, string>>
  validations: readonly Readonly<{ passes: string; message: string }>[]
}>

/** Requests by kind and operation, as admission knows them. */
export type ResourceRule = Readonly<{
  group: string
  version: string
  resources: readonly string[]
  operations: readonly ('UPDATE' | 'DELETE')[]
}>

/** The policy as the API server takes it, and the binding that puts it into force everywhere. */
export const manifestsOf = ({ name, why, on, selector, variables = {}, validations }: Policy): readonly object[] => [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, annotations: { 'taskplatform.dev/why': why } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: on.map(({ group, version, resources, operations }) => ({
          apiGroups: [group],
          apiVersions: [version],
          resources,
          operations,
        })),
        ...(selector && { objectSelector: selector }),
      },
      matchConditions: [{ name: 'unless-break-glass', expression: unlessBreakGlass }],
      variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
      validations: validations.map(({ passes, message }) => ({
        expression: passes,
        messageExpression: message,
        reason: 'Forbidden',
      })),
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  },
]

const unlessBreakGlass = `!has(request.userInfo.groups) || !('${breakGlassGroup}' in request.userInfo.groups)`
