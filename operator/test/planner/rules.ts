import type { Composite } from '../../src/core/composite.ts'
import type { LayerName } from '../../src/core/layer-names.ts'
import type { Step } from '../../src/core/plan.ts'
import { type Decision, decide } from './operator.ts'
import { rememberedLayers as layers } from './remembered-layers.ts'
import { keyOfStatus } from './reporting.ts'
import { isRetired } from './world.ts'

/** A rule that every decision keeps. It gives what is wrong, or nothing. */
type Rule = (decision: Decision) => string | undefined

/** What is wrong with a decision, whatever happened before. */
export const complaintsOn = (decision: Decision): readonly string[] => rules.flatMap((rule) => rule(decision) ?? [])

const rules: readonly Rule[] = [
  inputsExist,
  claimedFirst,
  handsOff,
  protectionHolds,
  othersGoFirst,
  lettingGoComesFirst,
  workloadsLetGoFirst,
  nothingIsLeft,
]

/** No layer is made before the layers that it needs stand and have told their ids. */
function inputsExist({ plan, view }: Decision): string | undefined {
  for (const step of applied(plan)) {
    if (step.exists) continue
    const without = step.layer.needs.filter((name) => !hasReported(name, view))
    if (without.length > 0) return `${step.layer.name} is made before ${without.join(', ')} has told anything`
  }
  return undefined
}

function hasReported(name: LayerName, { observed }: Decision['view']): boolean {
  const { status } = observed.composites.get(name) ?? {}
  return status !== undefined && keyOfStatus(status) !== '?' && Object.keys(status).length > 3
}

/** Nothing exists that would be left behind without our finalizer. */
function claimedFirst({ plan, platform }: Decision): string | undefined {
  return applied(plan).length > 0 && !platform.claimed
    ? 'something is made for a platform that nobody holds'
    : undefined
}

/** Who is told to keep off, or cannot read what is wanted, does nothing at all. */
function handsOff({ plan, platform }: Decision): string | undefined {
  const isHeld = platform.phase === 'Paused' || platform.phase === 'Invalid'
  return isHeld && plan.length > 0 ? `something is done although the platform is ${platform.phase}` : undefined
}

function protectionHolds({ plan, platform }: Decision): string | undefined {
  const isProtected = platform.phase === 'Deleting' && platform.deletionProtection
  return isProtected && plan.some(({ do: what }) => what !== 'wait')
    ? 'something is taken down although it is protected'
    : undefined
}

/** Nothing is deleted while a layer that cannot be without it exists. */
function othersGoFirst({ plan, view }: Decision): string | undefined {
  for (const step of removed(plan)) {
    const above = layers.filter(
      ({ name, needs }) => needs.includes(step.layer.name) && view.observed.composites.has(name),
    )
    if (above.length > 0) return `${step.layer.name} is deleted under ${above.map(({ name }) => name).join(', ')}`
  }
  return undefined
}

/** Nothing is deleted before it has let go itself, nor before those that only use it have. */
function lettingGoComesFirst({ plan, view, platform }: Decision): string | undefined {
  const { composites, leaving } = view.observed
  for (const { layer, composite } of removed(plan)) {
    if (!isRetired(layer, composite)) return `${layer.name} is deleted before it has let go`
    if (platform.phase === 'Deleting' && layer.retire?.leaving && leaving?.get(layer.name)?.length)
      return `${layer.name} is deleted while ${leaving.get(layer.name)?.[0]?.kind} of it is`
    for (const user of layers.filter(({ uses }) => uses.includes(layer.name))) {
      const holder = composites.get(user.name)
      if (holder && (!user.retire || !isRetired(user, holder)))
        return `${layer.name} is deleted while ${user.name} holds on to it`
    }
  }
  return undefined
}

/** No layer but the one that AWS has a say about goes while the EKS cluster is seen to hold something in AWS. */
function workloadsLetGoFirst({ plan, view, platform }: Decision): string | undefined {
  const { workload, composites } = view.observed
  const mayHold = composites.get('Cluster')?.status?.['kubeconfigSecretRef'] && !isGoing(composites.get('Cluster'))
  if (platform.phase !== 'Deleting' || !mayHold || !workload?.held?.length) return undefined
  if (view.stored.status?.deletionPlan?.drained) return undefined
  const gone = [...applied(plan), ...removed(plan)].find(({ layer }) => layer.name !== 'Registry')
  return gone && `${gone.layer.name} goes while the EKS cluster holds ${workload.held[0]?.name}`
}

const isGoing = (composite: Composite | undefined): boolean =>
  composite?.metadata.deletionTimestamp !== undefined || composite?.spec?.['retiring'] === true

/** The TaskPlatform goes last. */
function nothingIsLeft({ plan, view }: Decision): string | undefined {
  const standing = [...view.observed.composites.keys()]
  return standing.length > 0 && plan.some(({ do: what }) => what === 'release')
    ? `the platform is let go while ${standing.join(', ')} exists`
    : undefined
}

/** Whoever decides again from the same decides the same: what is wrong if not. */
export function plannedOtherwise(decision: Decision, nowMs: number): string | undefined {
  const again = decide({ ...decision.view, observed: { ...decision.view.observed } }, nowMs)
  return textOf(again.plan) === textOf(decision.plan) ? undefined : 'the same world is planned differently'
}

const textOf = (plan: readonly Step[]): string =>
  plan
    .map((step) =>
      step.do === 'apply'
        ? `apply ${step.layer.name} ${JSON.stringify(step.composite.spec)}`
        : step.do === 'wait'
          ? `wait ${step.subject} ${step.message}`
          : `${step.do} ${'layer' in step ? step.layer.name : ''}`,
    )
    .join('\n')

const applied = (plan: readonly Step[]) => plan.flatMap((step) => (step.do === 'apply' ? [step] : []))
const removed = (plan: readonly Step[]) => plan.flatMap((step) => (step.do === 'remove' ? [step] : []))
