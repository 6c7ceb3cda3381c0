import { type Composite, stateOf } from '../composite.ts'
import { timestamp } from '../conditions.ts'
import { type Closed, type Stage, toldStep, type Upgrade } from './upgrade.ts'

/** An upgrade of one part as it stands. */
export type Course<Asked> = Readonly<{
  part: Upgrade['part']
  from: string
  to: string
  stages: readonly Stage<Asked>[]
  /** What the layer is asked for now. */
  asked: Asked
  /** What AWS says against the step that is under way. */
  trouble: string | undefined
  /** What cannot be known, in words. */
  unknown: readonly string[]
}>

/** What the layer is to be asked for, what is told of it, and when to look again though nothing happens. */
export type Advanced<Asked> = Readonly<{ asked: Asked; upgrade: Upgrade; lookAgainAt?: Date }>

/**
 * Takes an upgrade one step further, if it may. A step that the status has not told yet is told and not begun: what happens
 * to a platform can be read there first.
 */
export function advance<Asked>(course: Course<Asked>, before: readonly Upgrade[], now: Date): Advanced<Asked> {
  const { part, from, to, stages, asked, trouble } = course
  const stage = stages.find(({ state }) => state !== 'Done')
  if (!stage) return { asked, upgrade: tell(course, { state: 'Done', message: `${part} went from ${from} to ${to}` }) }
  const step = `${stage.name} from ${stage.from} to ${stage.to}`
  if (stage.state === 'Running') {
    if (trouble) {
      return { asked, upgrade: tell(course, { state: 'Held', message: `${step}: ${trouble}; ${stage.advice}` }, stage) }
    }
    return { asked, upgrade: tell(course, { state: 'Running', message: step }, stage) }
  }

  const closed = firstClosed(stage)
  if (closed) {
    const { state, message, notBefore, lookAgainAt } = closed
    const told = { state, message: `${step} ${message}${notKnown(course)}`, ...startOf(notBefore) }
    return { asked, upgrade: tell(course, told), ...(lookAgainAt ? { lookAgainAt } : {}) }
  }
  if (!toldStep(before, part, stage)) {
    const told = { state: 'Planned', message: `${step} comes next${notKnown(course)}` } as const
    return { asked, upgrade: tell(course, told), lookAgainAt: now }
  }
  return { asked: stage.begin, upgrade: tell(course, { state: 'Running', message: step }, stage) }
}

/** What AWS says against what a layer is doing; undefined while it is getting on. */
export function troubleOf(composite: Composite): string | undefined {
  const state = stateOf(composite)
  return state.state === 'Failed' ? state.message : undefined
}

function firstClosed({ gates }: Stage<unknown>): Closed | undefined {
  for (const gate of gates) {
    const closed = gate()
    if (closed) return closed
  }
  return undefined
}

const tell = (
  { part, from, to, stages }: Course<unknown>,
  said: Pick<Upgrade, 'state' | 'message' | 'notBefore'>,
  running?: Stage<unknown>,
): Upgrade => ({
  part,
  from,
  to,
  ...said,
  steps: stages.map((stage) => ({
    name: stage.name,
    from: stage.from,
    to: stage.to,
    state: stage === running ? 'Running' : stage.state === 'Done' ? 'Done' : 'Planned',
  })),
})

const notKnown = ({ unknown }: Course<unknown>): string =>
  unknown.length > 0 ? `; not known: ${unknown.join('; ')}` : ''

const startOf = (notBefore: Date | undefined): Pick<Upgrade, 'notBefore'> =>
  notBefore ? { notBefore: timestamp(notBefore) } : {}
