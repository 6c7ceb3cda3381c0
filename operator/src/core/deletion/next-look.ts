import type { Facts } from '../facts.ts'
import { drainDeadline } from './stalled.ts'

/** When a deletion is looked at again though nothing of ours has changed, in milliseconds since 1970: nobody watches it for us. */
export function nextDeletionLook({ platform, observed, deletion, stored, now }: Facts): number | undefined {
  if (platform.phase !== 'Deleting') return undefined
  const { stage, drain } = deletion ?? {}
  const looks = [
    observed.leaving?.size ? now.getTime() + leavingMs : undefined,
    stage === 'Checking' ? now.getTime() + checkingMs : undefined,
    stage === 'Blocked' && !platform.deletionProtection ? now.getTime() + blockedMs : undefined,
    stage === 'Draining' && drain?.state === 'Holding' ? now.getTime() + leavingMs : undefined,
    stage === 'Draining' && drain?.state === 'Holding' ? drainDeadline({ stored }) : undefined,
    stage === 'Draining' && drain?.state === 'Unseen' ? drain.givesUpAt : undefined,
  ].filter((look): look is number => look !== undefined && look > now.getTime())
  return looks.length > 0 ? Math.min(...looks) : undefined
}

/** Managed resources on their way out, and what an EKS cluster lets go of. */
const leavingMs = 4_000
/** The plan has just been written, and the watch brings it back. */
const checkingMs = 1_000
/** ProviderConfigs and what is paused. */
const blockedMs = 30_000
