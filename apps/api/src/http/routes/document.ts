import { openApiDocument } from '@taskplatform/app-contract/openapi'
import { routes } from '@taskplatform/app-contract/routes'
import type { FastifyInstance } from 'fastify'

/** The OpenAPI document, written once. */
export function documentRoute(app: FastifyInstance): void {
  const text = JSON.stringify(openApiDocument())
  app.get(routes.openapi.path, async (_request, reply) => reply.type('application/json').send(text))
}
