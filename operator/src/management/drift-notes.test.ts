import { expect, test } from 'vitest'
import { composite } from '../../test/builders/composite.ts'
import { createMetrics } from '../runtime/metrics.ts'
import { createDriftNotes } from './drift-notes.ts'

const drift = [{ kind: 'VPC', name: 'vpc', where: 'AWS', field: 'tags.team' }]
const [quiet, loud] = [composite('PlatformNetwork'), composite('PlatformNetwork', { status: { drift } })]
const change = { type: 'modified' as const, key: 'team-tasks/tasks-network', initial: false }

test('what is right again before anybody reads it is told all the same, and once', () => {
  const notes = createDriftNotes(createMetrics({ process: false }))
  notes.note('team-tasks/tasks', 'Network', { ...change, old: quiet, object: loud })
  notes.note('team-tasks/tasks', 'Network', { ...change, old: loud, object: quiet })
  expect(notes.take('team-tasks/others')).toEqual([])
  expect(notes.take('team-tasks/tasks')).toMatchObject([{ object: 'VPC vpc', field: 'tags.team' }])
  expect(notes.take('team-tasks/tasks')).toEqual([])
})

test('what goes away tells nothing, and nobody fills our memory', () => {
  const notes = createDriftNotes(createMetrics({ process: false }))
  notes.note('team-tasks/tasks', 'Network', { ...change, type: 'deleted', object: loud })
  expect(notes.take('team-tasks/tasks')).toEqual([])
  for (let time = 0; time < 200; time++)
    notes.note('team-tasks/tasks', 'Network', { ...change, old: quiet, object: loud })
  expect(notes.take('team-tasks/tasks')).toHaveLength(50)
})

test('corrections are counted by layer', async () => {
  const metrics = createMetrics({ process: false })
  createDriftNotes(metrics).count([
    { layer: 'Network', object: 'VPC vpc', where: 'AWS', field: 'a' },
    { layer: 'Network', object: 'VPC vpc', where: 'AWS', field: 'b' },
  ])
  expect(await metrics.text()).toContain('taskplatform_drift_corrections_total{layer="Network"} 2')
})
