import { z } from 'zod'
import { listBy, mapOf, oneOf, text, whole } from './fields.ts'
import { moment } from './values.ts'

/** metav1.Condition as a schema. Messages are cut by whoever writes them, so that a long complaint of AWS still fits. */
export const condition = z.object({
  type: text({ min: 1, max: 316 }).describe('What the condition is about, in CamelCase.'),
  status: oneOf(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  reason: text({ min: 1, max: 1024 }).describe('Why, in one CamelCase word.'),
  message: text({ max: 32768 }).describe('Why, in a sentence that names the object that holds things up.'),
  lastTransitionTime: moment.describe('When the status last changed.'),
  observedGeneration: whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
    .optional()
    .describe('Generation of the spec that this was said about.'),
})

/** The conditions of an object, one per type. */
export const conditionList = listBy('type', condition, { max: 32 }).describe(
  'What is true of the object, one entry per type.',
)

/** External names by composition key: what a lost management cluster is rebuilt from. */
export const externalNames = mapOf(text({ max: 512 }), { max: 200 }).describe(
  'Name in AWS of each managed resource, by its key in the composition; read when a platform is adopted by a new management cluster.',
)
