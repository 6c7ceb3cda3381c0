import { z } from 'zod'
import { list, oneOf, text, whole } from './fields.ts'

const name = text({ max: 253 })
const word = text({ max: 316 })
const sentence = text({ max: 2048 })

const doomed = z.object({
  layer: word.describe('Layer that it belongs to; Workload for what Kubernetes made from the EKS cluster.'),
  cluster: oneOf(['Management', 'Workload']).describe('Cluster that the object is in.'),
  kind: word.describe('Kind of the object.'),
  namespace: name.optional().describe('Namespace of the object.'),
  name: name.describe('Name of the object.'),
  id: text({ max: 512 }).optional().describe('What it is in AWS, as far as it is known.'),
})

const blocker = z.object({
  object: sentence.describe('What stands in the way.'),
  message: sentence.describe('Why, and what to do.'),
})

const kept = z.object({
  kind: word.describe('Kind of what is kept.'),
  name: name.describe('Name of the object that stood for it, or of the snapshot.'),
  where: text({ max: 512 }).describe('Where it is found afterwards: region and identifier in AWS.'),
  why: sentence.describe('Why it is kept.'),
})

const leftover = z.object({
  object: sentence.describe('What is left, or may be left, in AWS.'),
  message: sentence.describe('How it came to be left, and what to do.'),
})

/** `status.deletionPlan`: what deleting a platform does, asked for by an annotation or written before the first thing is removed. */
export const deletionPlan = z.object({
  requestedAt: word
    .optional()
    .describe(
      'Value of the annotation taskplatform.dev/deletion-plan that asked for it; not set when only the deletion did.',
    ),
  objects: list(doomed, { max: 500 }).describe('Every object that goes, in the order of removal.'),
  blockers: list(blocker, { max: 50 }).describe('What a deletion would wait for before it removes the first thing.'),
  unchecked: list(sentence, { max: 20 }).describe('What could not be looked at, so that AWS may still refuse it.'),
  kept: list(kept, { max: 200 }).describe('Data that stays in AWS by spec.dataPolicy, and where.'),
  expectedMinutes: whole({ min: 0, max: 100_000 }).describe(
    'How long the deletion takes when nothing stands in its way.',
  ),
  drained: z
    .boolean()
    .optional()
    .describe(
      'Whether the EKS cluster holds nothing any more that would be left in AWS, or was given up: see leftovers.',
    ),
  leftovers: list(leftover, { max: 50 }).optional().describe('What the deletion leaves, or may leave, in AWS.'),
})

export type DeletionPlan = z.infer<typeof deletionPlan>
