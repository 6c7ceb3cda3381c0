import type { Compliance, Judge } from '../../core/compliance.ts'
import type { LivePlatform } from '../../core/platform.ts'

/** A judge who does not judge the same thing twice. */
export type RememberingJudge = Readonly<{
  judge: Judge
  /** Lets go of what is remembered of a platform that is gone. */
  forget: (key: string) => void
}>

/**
 * Remembers the last judgement of each platform: rendering a whole platform takes as long as a hundred reconciles, and most of
 * those are about something else than the spec. Judged anew is what changed, and everything on another day, because
 * exceptions and support end.
 */
export function rememberJudgements(judge: Judge): RememberingJudge {
  const remembered = new Map<string, Readonly<{ question: string; answer: Compliance }>>()
  return {
    judge: (platform, today) => {
      const key = `${platform.namespace}/${platform.name}`
      const question = questionOf(platform, today)
      const last = remembered.get(key)
      if (last?.question === question) return last.answer
      const answer = judge(platform, today)
      remembered.set(key, { question, answer })
      return answer
    },
    forget: (key) => remembered.delete(key),
  }
}

const questionOf = ({ uid, spec, installation }: LivePlatform, today: string): string =>
  JSON.stringify([uid, today, spec, installation])
