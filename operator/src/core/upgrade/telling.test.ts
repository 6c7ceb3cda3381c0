import { expect, test } from 'vitest'
import { upgradeEvents } from './events.ts'
import { pausedUpgrades } from './paused.ts'
import type { Upgrade } from './upgrade.ts'

const step = (name: string, state: Upgrade['steps'][number]['state']) => ({ name, from: '1.35', to: '1.36', state })
const upgrade = (state: Upgrade['state'], steps: Upgrade['steps'], message = 'words'): Upgrade => ({
  part: 'Cluster',
  ...{ from: '1.35', to: '1.36', state, message, steps },
})
const planned = upgrade('Planned', [step('control plane', 'Planned'), step('nodes', 'Planned')])
const running = upgrade('Running', [step('control plane', 'Running'), step('nodes', 'Planned')])
const held = upgrade('Held', [step('control plane', 'Done'), step('nodes', 'Planned')], 'PodDisruptionBudget a/b')

test.each([
  {
    why: 'an upgrade is told',
    before: [],
    after: planned,
    says: ['UpgradePlanned Cluster from 1.35 to 1.36: control plane 1.36, nodes 1.36'],
  },
  {
    why: 'a step begins',
    before: [planned],
    after: running,
    says: ['UpgradeStepStarted Cluster: control plane from 1.35 to 1.36'],
  },
  {
    why: 'a step is done, and the next one held',
    before: [running],
    after: held,
    says: ['UpgradeStepDone Cluster: control plane from 1.35 to 1.36', 'UpgradeHeld Cluster: PodDisruptionBudget a/b'],
  },
  { why: 'nothing has changed', before: [held], after: held, says: [] },
  { why: 'it waits for the window', before: [planned], after: { ...planned, state: 'Waiting' as const }, says: [] },
  {
    why: 'all is done',
    before: [running],
    after: upgrade('Done', [step('control plane', 'Done'), step('nodes', 'Done')], 'Cluster went from 1.35 to 1.36'),
    says: [
      'UpgradeStepDone Cluster: control plane from 1.35 to 1.36',
      'UpgradeStepDone Cluster: nodes from 1.35 to 1.36',
      'UpgradeDone Cluster went from 1.35 to 1.36',
    ],
  },
])('$why', ({ before, after, says }) =>
  expect(upgradeEvents(before, [after]).map(({ reason, note }) => `${reason} ${note}`)).toEqual(says),
)

test('a pause holds what is not done, and says what ends it', () => {
  const done = upgrade('Done', [])
  expect(pausedUpgrades({ why: 'Suspended' }, [running, done])).toMatchObject([
    { state: 'Held', message: expect.stringContaining('spec.suspend is false') },
    done,
  ])
})
