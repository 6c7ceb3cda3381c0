import { routes } from '@taskplatform/app-contract/routes'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../../errors.ts'
import { authenticate, claimsOf } from '../authenticate.ts'
import type { Dependencies } from '../dependencies.ts'
import { read } from '../read.ts'
import { routePath } from './route-path.ts'

/** Where an account is logged in, and how to end that. */
export function sessionRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { sessions } = dependencies
  const preHandler = authenticate(dependencies)

  app.get(routes.listSessions.path, { preHandler, config: { failure: 'failed to list sessions' } }, async (request) => {
    const { userId, sessionId } = claimsOf(request)
    return { data: await sessions.list(userId, sessionId) }
  })

  const ending = { preHandler, config: { failure: 'failed to end session' } }
  app.delete(routePath(routes.endSession), ending, async (request) => {
    const { id } = read(routes.endSession.params, request.params)
    if (!(await sessions.end(claimsOf(request).userId, id))) throw new Refusal(404, 'not_found', 'session not found')
    return { message: 'session ended successfully' }
  })
}
