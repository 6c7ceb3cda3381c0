import { z } from 'zod'
import { oneOf, text, whole } from '../fields.ts'
import { isSet, minNotAboveMax, withRules } from '../rule.ts'

const image = withRules(
  z.object({
    source: oneOf(['Release', 'Registry'])
      .optional()
      .describe(
        'Release for the public image of the platform release, Registry for the repository of this platform. Not set means Release.',
      ),
    repository: text({
      max: 255,
      pattern: /^$|^[a-z0-9]([a-z0-9.:_/-]*[a-z0-9])?$/,
      examples: ['registry.example.com/team/tasks-api'],
    })
      .optional()
      .describe('Repository of your own, instead of both. Empty means not set.'),
    tag: text({ max: 128, pattern: /^$|^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, examples: ['1.4.0'] })
      .optional()
      .describe('Tag of the image. Empty means that of the release.'),
    digest: text({ max: 71, pattern: /^$|^sha256:[0-9a-f]{64}$/, examples: [`sha256:${'0a'.repeat(32)}`] })
      .optional()
      .describe('Digest of the image; wins over the tag. Empty means not set.'),
  }),
  [
    {
      rule: `!(has(self.source) && self.source == 'Registry' && ${isSet('repository', { text: true })})`,
      message: 'repository must be empty when source is Registry: the repository is that of the platform',
    },
    {
      rule: `!(${isSet('repository', { text: true })} || (has(self.source) && self.source == 'Registry')) || ${isSet('tag', { text: true })} || ${isSet('digest', { text: true })}`,
      message: 'tag or digest must be set for an image that does not come from the release',
    },
  ],
)

const replicas = withRules(
  z.object({
    min: whole({ min: 0, max: 100 }).describe('Pods that are always there.'),
    max: whole({ min: 1, max: 100 }).describe('Pods that there are at most.'),
  }),
  [minNotAboveMax],
)

const amounts = z.object({
  cpu: text({ max: 8, pattern: /^[1-9][0-9]{0,4}m?$/, examples: ['250m', '500m', '1'] })
    .optional()
    .describe('Processor time in cores, or thousandths of a core with "m".'),
  memory: text({ max: 8, pattern: /^[1-9][0-9]{0,5}(Mi|Gi)$/, examples: ['256Mi', '512Mi', '1Gi'] })
    .optional()
    .describe('Memory with Mi or Gi.'),
})

const notAbove = (amount: string) =>
  `!(${isSet(`requests.${amount}`)} && ${isSet(`limits.${amount}`)}) || quantity(self.requests.${amount}).compareTo(quantity(self.limits.${amount})) <= 0`

const resources = withRules(
  z.object({
    requests: amounts.optional().describe('What a pod is sure to get.'),
    limits: amounts.optional().describe('What a pod never exceeds.'),
  }),
  [
    { rule: notAbove('cpu'), message: 'requests.cpu must not be above limits.cpu: lower the one or raise the other' },
    {
      rule: notAbove('memory'),
      message: 'requests.memory must not be above limits.memory: lower the one or raise the other',
    },
  ],
)

const component = (what: string) =>
  z.object({
    image: image.optional().describe(`Container image of ${what}.`),
    replicas: replicas.optional().describe(`Number of pods of ${what}; the autoscaler moves between the two.`),
    resources: resources.optional().describe(`Processor and memory of a pod of ${what}.`),
  })

/** spec.app: the task-management application. */
export const app = z.object({
  rollback: oneOf(['Automatic', 'Manual'])
    .optional()
    .describe('Whether a version that does not become ready is taken back without being asked.'),
  api: component('the API').optional().describe('The API server of the application.'),
  web: component('the web interface').optional().describe('The web interface of the application.'),
})
