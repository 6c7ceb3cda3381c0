import { nextCommands } from '@taskplatform/crds/next-commands'
import { type LikelyCause, likelyCause } from './causes/likely-cause.ts'
import type { Composite } from './composite.ts'
import type { Layer } from './layers.ts'
import { objectNamedIn } from './named-object.ts'
import type { PlatformId } from './platform-id.ts'

/** A reason why somebody has to do something, as the contract lists them. */
export type StallReason = keyof typeof nextCommands

/** What is probably behind a message, and the command to type next. */
export type Advice = Readonly<{ cause: LikelyCause | undefined; nextCommand: string }>

/** What to tell of a layer whose condition carries this message; without a composite, of the platform. */
export function adviceOn(
  message: string,
  reason: StallReason,
  { platform, layer, composite }: Readonly<{ platform: PlatformId; layer?: Layer; composite?: Composite | undefined }>,
): Advice {
  const cause = likelyCause(message)
  const object = objectOf(message, platform, layer, composite)
  return { cause, nextCommand: filled(cause?.command ?? nextCommands[reason], platform, object) }
}

/** The command for a reason that has nothing to do with one layer. */
export const nextCommandFor = (reason: StallReason, platform: PlatformId): string =>
  filled(nextCommands[reason], platform, objectOf('', platform, undefined, undefined))

/** Cause and cure in one sentence, without the command. */
export const causeText = ({ cause, cure }: LikelyCause): string => `${cause}. What helps: ${cure}`

function objectOf(
  message: string,
  platform: PlatformId,
  layer: Layer | undefined,
  composite: Composite | undefined,
): string {
  if (!layer || !composite) return `taskplatforms.taskplatform.dev ${platform.name}`
  const { plural, group } = layer.resource
  return objectNamedIn(message, composite) ?? `${plural}.${group} ${composite.metadata.name}`
}

const filled = (command: string, { namespace, name }: PlatformId, object: string): string =>
  command
    .replaceAll('{namespace}', () => namespace)
    .replaceAll('{platform}', () => name)
    .replaceAll('{object}', () => object)
