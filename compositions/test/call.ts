import {
  FunctionRunnerServiceService,
  RunFunctionRequest,
  type RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript'
import { type ChannelCredentials, Client, type ServiceError } from '@grpc/grpc-js'
import type { Observed } from '../src/observed.ts'

/** What Crossplane asks about a composite and the resources that exist. */
export const requestFor = (composite: object, observed: Observed = {}): RunFunctionRequest =>
  RunFunctionRequest.fromPartial({
    meta: { tag: 'abc' },
    observed: {
      composite: { resource: composite },
      resources: Object.fromEntries(Object.entries(observed).map(([key, resource]) => [key, { resource }])),
    },
  })

/** Calls RunFunction as Crossplane does. Rejects with gRPC's `ServiceError`, also when nobody answers within 20 s. */
export const callFunction = (
  port: number,
  credentials: ChannelCredentials,
  request: RunFunctionRequest,
): Promise<RunFunctionResponse> => {
  const client = new Client(`localhost:${port}`, credentials, {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  })
  const { path, requestSerialize, responseDeserialize } = FunctionRunnerServiceService.runFunction
  const options = { deadline: Date.now() + 20_000 }
  return new Promise<RunFunctionResponse>((resolve, reject) => {
    const done = (error: ServiceError | null, response?: RunFunctionResponse) =>
      response ? resolve(response) : reject(error)
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, options, done)
  }).finally(() => client.close())
}
