import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Health } from '../health/health.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Tracing } from '../observability/tracing.ts'
import type { Passwords } from '../passwords/passwords.ts'
import type { Attempts } from '../sessions/attempts.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Tasks } from '../tasks/tasks.ts'
import type { TokenIssuer } from '../tokens/tokens.ts'
import type { Users } from '../users/users.ts'

/** Everything that the routes work with. */
export type Dependencies = Readonly<{
  config: Config
  log: Logger
  metrics: Metrics
  tracing: Tracing
  health: Health
  users: Users
  tasks: Tasks
  sessions: Sessions
  attempts: Attempts
  tokens: TokenIssuer
  passwords: Passwords
}>
