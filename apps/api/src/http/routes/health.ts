import { routes } from '@taskplatform/app-contract/routes'
import type { FastifyInstance } from 'fastify'
import type { Dependencies } from '../dependencies.ts'

/** What the kubelet, the load balancer and Prometheus ask. */
export function healthRoutes(app: FastifyInstance, { health, metrics }: Dependencies): void {
  app.get(routes.live.path, async () => ({ status: 'ok' }))
  app.get(routes.startup.path, async (_request, reply) =>
    health.hasStarted() ? { status: 'ok' } : reply.code(503).header('retry-after', 1).send({ status: 'starting' }),
  )
  app.get(routes.ready.path, async (_request, reply) => {
    const state = await health.state()
    return reply.code(state.status === 'unhealthy' ? 503 : 200).send(state)
  })
  app.get(routes.metrics.path, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
