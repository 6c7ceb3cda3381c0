import { z } from 'zod'
import { text, whole } from '../fields.ts'

/** spec.edge: the load balancer in front of the application. */
export const edge = z.object({
  webAclArn: text({
    max: 2048,
    pattern: /^$|^arn:aws:wafv2:[a-z0-9-]+:[0-9]{12}:regional\/webacl\/[A-Za-z0-9_-]{1,128}\/[A-Za-z0-9-]+$/,
    examples: ['arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d'],
  })
    .optional()
    .describe('Web ACL of AWS WAF that filters requests, made and owned by you. Empty means not set.'),
  accessLogRetentionDays: whole({ min: 1, max: 3653, examples: [30, 90, 365] })
    .optional()
    .describe('Days that the access logs of the load balancer are kept. Development keeps none without it.'),
})
