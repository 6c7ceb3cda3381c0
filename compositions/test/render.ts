import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import protobuf from 'protobufjs'
import type { ManagedResource } from '../src/managed-resource.ts'

/** What Crossplane's own reconciler is to reconcile once. */
export type RenderInput = Readonly<{
  compositeResource: object
  composition: object
  functions: readonly Readonly<{ name: string; address: string }>[]
  observedResources: readonly object[]
}>

/** What the reconciler made of it. */
export type RenderOutput = Readonly<{
  /** 3: the function answered with a fatal result. */
  exitCode: number
  compositeResource: Rendered
  composedResources: readonly ManagedResource[]
  deletedResources: readonly ManagedResource[]
  events: readonly Readonly<{ type: string; reason: string; message: string }>[]
}>

type Rendered = Readonly<{
  metadata: Readonly<Record<string, unknown>>
  status?: Readonly<Record<string, unknown> & { conditions?: readonly Readonly<Record<string, string>>[] }>
}>

/** Runs one reconcile of Crossplane's real reconciler against an API server in its memory. */
export const render = async (crossplane: string, input: RenderInput): Promise<RenderOutput> => {
  const { stdout, stderr, exitCode } = await run(crossplane, ['internal', 'render'], encode(input))
  if (exitCode !== 0 && exitCode !== 3) throw new Error(`crossplane internal render: exit code ${exitCode}: ${stderr}`)
  return { exitCode, ...decode(stdout) }
}

const run = async (command: string, args: readonly string[], stdin: Uint8Array) => {
  const child = spawn(command, args, { stdio: 'pipe' })
  child.stdin.end(stdin)
  const exited = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([buffer(child.stdout), buffer(child.stderr), exited])
  return { stdout, stderr: stderr.toString(), exitCode }
}

// The part of crossplane v2.4.0, proto/render/v1alpha1/render.proto, that composites need.
const protocol = protobuf.parse(`
  syntax = "proto3";
  package crossplane.render.v1alpha1;
  import "google/protobuf/struct.proto";
  message RenderRequest { CompositeInput composite = 2; }
  message RenderResponse { CompositeOutput composite = 2; }
  message FunctionInput { string name = 1; string address = 2; }
  message Event { string type = 1; string reason = 2; string message = 3; }
  message CompositeInput {
    google.protobuf.Struct composite_resource = 1;
    google.protobuf.Struct composition = 2;
    repeated FunctionInput functions = 3;
    repeated google.protobuf.Struct observed_resources = 4;
  }
  message CompositeOutput {
    google.protobuf.Struct composite_resource = 1;
    repeated google.protobuf.Struct composed_resources = 2;
    repeated google.protobuf.Struct deleted_resources = 3;
    repeated Event events = 4;
  }
`).root
protocol.addJSON(protobuf.common.get('google/protobuf/struct.proto')?.nested ?? {})

const encode = ({ compositeResource, composition, functions, observedResources }: RenderInput): Uint8Array => {
  const type = protocol.lookupType('RenderRequest')
  const composite = {
    compositeResource: struct(compositeResource),
    composition: struct(composition),
    functions,
    observedResources: observedResources.map(struct),
  }
  return type.encode(type.fromObject({ composite })).finish()
}

const decode = (bytes: Uint8Array): Omit<RenderOutput, 'exitCode'> => {
  const type = protocol.lookupType('RenderResponse')
  const { composite = {} } = type.toObject(type.decode(bytes), { arrays: true })
  return {
    compositeResource: plain({ structValue: composite.compositeResource ?? {} }) as Rendered,
    composedResources: objects(composite.composedResources),
    deletedResources: objects(composite.deletedResources),
    events: composite.events ?? [],
  }
}

type Value = Readonly<{
  structValue?: Readonly<{ fields?: Readonly<Record<string, Value>> }>
  listValue?: Readonly<{ values?: readonly Value[] }>
  stringValue?: string
  numberValue?: number
  boolValue?: boolean
}>

const objects = (structs: readonly Value['structValue'][] = []): ManagedResource[] =>
  structs.map((structValue) => plain({ structValue: structValue ?? {} }) as ManagedResource)

const struct = (object: object): object => ({
  fields: Object.fromEntries(
    Object.entries(object)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, value(inner)]),
  ),
})

const value = (inner: unknown): object => {
  if (typeof inner === 'string') return { stringValue: inner }
  if (typeof inner === 'number') return { numberValue: inner }
  if (typeof inner === 'boolean') return { boolValue: inner }
  if (Array.isArray(inner)) return { listValue: { values: inner.map(value) } }
  return inner === null ? { nullValue: 0 } : { structValue: struct(inner as object) }
}

const plain = ({ structValue, listValue, stringValue, numberValue, boolValue }: Value): unknown => {
  if (structValue)
    return Object.fromEntries(Object.entries(structValue.fields ?? {}).map(([name, inner]) => [name, plain(inner)]))
  if (listValue) return (listValue.values ?? []).map(plain)
  return stringValue ?? numberValue ?? boolValue ?? null
}
