import { z } from 'zod'
import { listBy, oneOf, text, whole } from '../fields.ts'
import { withRules } from '../rule.ts'
import { dnsLabel, hostname, logRetentionDays, objectName } from '../values.ts'

/** spec.monitoring: Prometheus, Grafana and logs. */
export const monitoring = z.object({
  metricsRetentionDays: whole({ min: 1, max: 365 }).optional().describe('Days that Prometheus keeps metrics.'),
  metricsStorageGiB: whole({ min: 10, max: 2000 })
    .optional()
    .describe('Volume of Prometheus in GiB. May grow, and never shrinks.'),
  logRetentionDays: logRetentionDays
    .optional()
    .describe('Days that CloudWatch Logs keeps the logs of pods, database and cache.'),
  grafanaHostname: hostname.optional().describe('Host name of Grafana. Without it Grafana is reached by port-forward.'),
})

const secretRef = z.object({
  name: objectName.describe('Secret in the namespace of the platform.'),
  key: text({ min: 1, max: 253, pattern: /^[A-Za-z0-9._-]+$/, examples: ['url', 'key'] }).describe(
    'Key in the Secret.',
  ),
})

/** spec.alerting: who is told. */
export const alerting = z.object({
  email: text({
    max: 254,
    pattern: /^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/,
    examples: ['oncall@example.com'],
  })
    .optional()
    .describe('Address that gets every alert; AWS asks it for confirmation once.'),
  slackWebhookSecretRef: secretRef.optional().describe('Secret with the URL of a Slack webhook.'),
  pagerDutySecretRef: secretRef.optional().describe('Secret with a PagerDuty integration key.'),
})

/** spec.objectives[]: a service level objective. */
export const objective = withRules(
  z.object({
    name: dnsLabel(30, ['availability', 'latency']).describe('Name of the objective, unique in the list.'),
    type: oneOf(['Availability', 'Latency']).describe(
      'Availability counts requests without a server error, Latency those that are answered in time.',
    ),
    target: text({
      min: 2,
      max: 6,
      pattern: /^[5-9][0-9](\.[0-9]{1,3})?$/,
      examples: ['99.9', '99', '99.95'],
    }).describe('Percentage of good requests, 50 to 99.999, as text.'),
    windowDays: whole({ min: 7, max: 90 }).describe('Days over which the objective is measured.'),
    thresholdMilliseconds: whole({ min: 10, max: 60_000 })
      .optional()
      .describe('Time in milliseconds within which a request is good. For Latency only.'),
  }),
  [
    {
      rule: "(self.type == 'Latency') == has(self.thresholdMilliseconds)",
      message: 'thresholdMilliseconds belongs to the type Latency and only to it: set it there, remove it elsewhere',
    },
  ],
)

/** spec.maintenance: when disruptive changes may happen. */
export const maintenance = z.object({
  window: z
    .object({
      day: oneOf(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']).describe(
        'Day of the week.',
      ),
      startUtc: text({ max: 5, pattern: /^([01][0-9]|2[0-3]):[0-5][0-9]$/, examples: ['18:00'] }).describe(
        'Start, HH:MM in UTC.',
      ),
      hours: whole({ min: 1, max: 24 }).describe('Length in hours.'),
    })
    .optional()
    .describe(
      'Weekly window in which upgrades begin, and in which the database and the cache are restarted for changes. An edit of node groups does not wait for it.',
    ),
  holdOnErrorBudget: z.boolean().optional().describe('Whether planned changes wait while an error budget is used up.'),
})

/** spec.budget: what the platform may cost. */
export const budget = z.object({
  monthlyUsd: whole({ min: 1, max: 1_000_000 }).describe(
    'Estimated USD per month above which the platform says so. Nothing is stopped.',
  ),
})

/** spec.compliance: rules that are broken knowingly. */
export const compliance = z.object({
  exceptions: listBy(
    'rule',
    z.object({
      rule: text({ min: 4, max: 12, pattern: /^[A-Z0-9]{2,6}-[0-9]{1,3}$/, examples: ['NET-08'] }).describe(
        'Rule of conformance, unique in the list.',
      ),
      owner: text({ min: 1, max: 63, examples: ['team-tasks'] }).describe('Who answers for the exception.'),
      reason: text({ min: 1, max: 500, examples: ['cost'] }).describe('Why the rule is broken.'),
      expires: text({
        max: 10,
        pattern: /^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/,
        examples: ['2027-06-30'],
      }).describe('Last day of the exception, YYYY-MM-DD. Afterwards the finding counts again.'),
    }),
    { max: 50 },
  )
    .optional()
    .describe('Findings that do not count until they expire.'),
})

/** spec.chaos: experiments. */
export const chaos = z.object({
  enabled: z.boolean().optional().describe('Whether the experiments of the chaos suite may run against this platform.'),
})
