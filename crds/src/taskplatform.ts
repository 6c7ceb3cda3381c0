import { z } from 'zod'
import type { ObjectMeta } from './kubernetes.ts'
import { apiVersion } from './labels.ts'
import { withRules } from './rule.ts'
import { taskPlatformSpec } from './spec/spec.ts'
import { taskPlatformStatus } from './status.ts'

/** The part of metadata that rules see. The API server checks the rest itself. */
const objectMeta = { type: 'object', properties: { name: { type: 'string', maxLength: 253 } } }

/** A TaskPlatform as the API server stores it: the root of the contract. */
export const taskPlatform = withRules(
  z.object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('TaskPlatform'),
    metadata: z
      .custom<ObjectMeta>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
      .meta(objectMeta),
    spec: taskPlatformSpec.describe('What the platform should be.'),
    status: taskPlatformStatus.optional().describe('What the platform is. Written by the operator.'),
  }),
  [
    {
      rule: "size(self.metadata.name) <= 32 && self.metadata.name.matches('^[a-z]([a-z0-9-]*[a-z0-9])?$')",
      message:
        'metadata.name must be at most 32 lower case letters, digits and inner hyphens, and begin with a letter: the names of objects in AWS are made from it',
    },
  ],
)

export { taskPlatformSpec, taskPlatformStatus }
export type TaskPlatform = z.infer<typeof taskPlatform>
export type TaskPlatformSpec = z.infer<typeof taskPlatformSpec>
export type TaskPlatformStatus = z.infer<typeof taskPlatformStatus>
