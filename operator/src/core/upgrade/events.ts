import type { PlatformEvent } from '../events.ts'
import type { Upgrade } from './upgrade.ts'

/** What happened to upgrades between two statuses: told, steps begun and done, held, done. Waiting for the window is no event. */
export const upgradeEvents = (before: readonly Upgrade[], after: readonly Upgrade[]): readonly PlatformEvent[] =>
  after.flatMap((upgrade) =>
    eventsOfOne(
      before.find(({ part }) => part === upgrade.part),
      upgrade,
    ),
  )

function eventsOfOne(before: Upgrade | undefined, after: Upgrade): readonly PlatformEvent[] {
  const { part, from, to, state, message, steps } = after
  const isNew = !before || before.to !== to
  const planned = isNew ? [normal('UpgradePlanned', `${part} from ${from} to ${to}: ${namesOf(after)}`)] : []
  const moved = steps.flatMap((step) => {
    const was = before?.steps.find((one) => one.name === step.name && one.from === step.from && one.to === step.to)
    if (step.state === 'Planned' || was?.state === step.state || (isNew && step.state === 'Done')) return []
    const reason = step.state === 'Running' ? 'UpgradeStepStarted' : 'UpgradeStepDone'
    return [normal(reason, `${part}: ${step.name} from ${step.from} to ${step.to}`)]
  })
  const held = state === 'Held' && (before?.state !== 'Held' || before.message !== message)
  const done = state === 'Done' && before?.state !== 'Done'
  return [
    ...planned,
    ...moved,
    ...(held
      ? [{ type: 'Warning', reason: 'UpgradeHeld', action: 'Upgrade', note: `${part}: ${message}` } as const]
      : []),
    ...(done ? [normal('UpgradeDone', message)] : []),
  ]
}

const namesOf = ({ steps }: Upgrade): string => steps.map(({ name, to }) => `${name} ${to}`).join(', ')

const normal = (reason: string, note: string): PlatformEvent => ({ type: 'Normal', reason, action: 'Upgrade', note })
