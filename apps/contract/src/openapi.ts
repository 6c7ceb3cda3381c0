import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { errorBody } from './error.ts'
import { type Route, routes } from './routes.ts'

/** The OpenAPI 3.1 document of the API, made from the table of routes. */
export const openApiDocument = () =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Task management API',
      version: '1.0.0',
      description: 'Tasks of one account each. Every refusal has the same body, and says in `code` what it is.',
    },
    paths: paths(),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  })

function paths(): ZodOpenApiPathsObject {
  const found: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const [operationId, route] of Object.entries(routes) as [string, Route][]) {
    found[route.path] = { ...found[route.path], [route.method]: operation(operationId, route) }
  }
  return found
}

const operation = (operationId: string, route: Route): ZodOpenApiOperationObject => ({
  operationId,
  summary: route.summary,
  security: route.auth === 'bearer' ? [{ bearer: [] }] : [],
  ...(route.params || route.query
    ? {
        requestParams: {
          ...(route.params ? { path: route.params } : {}),
          ...(route.query ? { query: route.query } : {}),
        },
      }
    : {}),
  ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
  responses: {
    [String(route.success.status)]: success(route),
    ...Object.fromEntries([...refusalsOf(route)].map((status) => [String(status), refusal(status, route)])),
  },
})

const success = ({ success: { body, contentType } }: Route) => ({
  description: 'Done',
  ...(body ? { content: { 'application/json': { schema: body } } } : {}),
  ...(contentType ? { content: { [contentType]: {} } } : {}),
})

/** What every route with work to do may answer: too large or of the wrong type if it takes a body, and no database. */
function refusalsOf({ body, auth, refusals, path }: Route): Set<number> {
  const common = [...(body ? [413, 415] : []), ...(auth === 'bearer' || body ? [500, 503] : [])]
  return new Set(path.startsWith('/api/') ? [...refusals, ...common] : refusals)
}

const refusal = (status: number, { path, success: { body } }: Route) => ({
  description: descriptions[status] ?? 'Refused',
  content: { 'application/json': { schema: path.startsWith('/health/') && body ? body : errorBody } },
})

const descriptions: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood; details names the fields',
  401: 'Not logged in, or no longer',
  403: 'The header X-CSRF-Token is missing or wrong',
  404: 'Nothing of this account has this id',
  409: 'Exists already',
  412: 'Somebody changed it since the version in If-Match',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'Too many attempts; Retry-After says when to come again',
  500: 'A fault of the API',
  503: 'Something that is needed cannot be reached; Retry-After says when to come again',
}
