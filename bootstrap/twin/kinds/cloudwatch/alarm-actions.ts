import type { Attributes } from '../../service/aws-resource.ts'
import type { Reference } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** How a list of actions refers to topics. */
export const alarmTopics = (argument: string): Reference => ({
  argument,
  to: 'Topic',
  value: 'arn',
  list: true,
  refs: `${argument}Refs`,
  selector: `${argument}Selector`,
})

/** CloudWatch's no to the name of an alarm. */
export const alarmNameRefusal = (name: string): Refusal | undefined =>
  name.length >= 1 && name.length <= 255
    ? undefined
    : refuse(
        'ValidationError',
        `1 validation error detected: Value '${name}' at 'alarmName' failed to satisfy constraint: Member must have length less than or equal to 255`,
      )

/** CloudWatch's no to what an alarm does. It looks at the ARNs, not whether the topics exist. */
export const actionsRefusal = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    ...['alarmActions', 'okActions', 'insufficientDataActions'].map(
      (name) => () => listRefusal(world, name, (args[name] ?? []) as string[]),
    ),
  )

const listRefusal = (world: World, name: string, arns: readonly string[]): Refusal | undefined => {
  if (arns.length > 5)
    return refuse(
      'ValidationError',
      `1 validation error detected: Value '[${arns.join(', ')}]' at '${name}' failed to satisfy constraint: Member must have length less than or equal to 5`,
    )
  const wrong = arns.find((arn) => !/^arn:aws:[a-z0-9-]+:[a-z0-9-]+:[^:]*:.+$/.test(arn))
  if (wrong !== undefined) return refuse('ValidationError', `Invalid arn syntax: ${wrong}`)
  const region = arns.map((arn) => arn.split(':')[3]).find((found) => found !== world.region)
  return region === undefined
    ? undefined
    : refuse('ValidationError', `Invalid region ${region} specified. Only ${world.region} is supported.`)
}
