/** The part of OpenAPI that the provider's CRDs use. */
export type Schema = Readonly<{
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  description?: string
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  items?: Schema
  additionalProperties?: Schema
  enum?: readonly string[]
  'x-kubernetes-validations'?: readonly Readonly<{ rule: string; message?: string }>[]
}>

/** What the CRD of a managed resource says, taken apart. */
export type ManagedCrd = Readonly<{
  /** What the resource is in AWS. */
  description: string
  parameters: Schema
  observation: Schema
  /** Parameters that must be given in forProvider or initProvider. */
  required: readonly string[]
}>
