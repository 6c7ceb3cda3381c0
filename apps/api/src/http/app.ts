import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Dependencies } from './dependencies.ts'
import { answerErrors } from './errors.ts'
import { measureRequests } from './measure.ts'
import { authRoutes } from './routes/auth.ts'
import { documentRoute } from './routes/document.ts'
import { healthRoutes } from './routes/health.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { taskRoutes } from './routes/tasks.ts'

/** The API as an application of Fastify; it listens to nothing yet. */
export async function createApp(dependencies: Dependencies): Promise<FastifyInstance> {
  const { config } = dependencies
  const app = Fastify({
    logger: false,
    bodyLimit: config.BODY_LIMIT_BYTES,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    // longer than the load balancer keeps an idle connection, so that it never sends into one that we are closing
    keepAliveTimeout: 65_000,
    trustProxy: config.TRUSTED_PROXIES.length > 0 ? [...config.TRUSTED_PROXIES] : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 },
    genReqId: () => crypto.randomUUID(),
  })
  // JSON and nothing else: a form of another page may send text without being asked whether it may
  app.removeContentTypeParser('text/plain')
  answerErrors(app, dependencies)
  measureRequests(app, dependencies)
  await app.register(helmet, securityHeaders)
  await app.register(cors, {
    origin: [...config.CORS_ALLOWED_ORIGINS],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposedHeaders: ['ETag', 'Location', 'Retry-After'],
    maxAge: 86_400,
    strictPreflight: false,
  })
  await app.register(cookie)
  for (const routes of [healthRoutes, documentRoute, authRoutes, sessionRoutes, taskRoutes]) routes(app, dependencies)
  return app
}

/** Nothing that the API gives is a page. */
const securityHeaders = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginResourcePolicy: { policy: 'same-site' as const },
  referrerPolicy: { policy: 'no-referrer' as const },
}
