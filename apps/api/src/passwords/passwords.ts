import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { verify as bcryptVerify } from '@node-rs/bcrypt'

/** What came of looking at a password. `outdated`: the hash should be made anew while the password is at hand. */
export type Verdict = 'wrong' | 'right' | 'outdated'

/** Hashes passwords and compares them. Both take tens of milliseconds of a core, on purpose. */
export interface Passwords {
  hash(password: string): Promise<string>
  verify(stored: string, password: string): Promise<Verdict>
  /** Takes as long as a comparison that fails, for accounts that do not exist. */
  pretend(password: string): Promise<void>
}

/** OWASP's first choice for Argon2id, "Password Storage Cheat Sheet": 19 MiB, two passes, one lane. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Argon2id (the library's default) with at most `concurrency` at a time, each of which needs 19 MiB. bcrypt is read, as other systems left it. */
export function createPasswords(concurrency: number): Passwords {
  const inTurn = limit(concurrency)
  const decoy = argon2Hash('nobody has this password', cost)
  return {
    hash: (password) => inTurn(() => argon2Hash(password, cost)),
    verify: (stored, password) => inTurn(() => verdictOn(stored, password)),
    pretend: async (password) => {
      const stored = await decoy
      await inTurn(() => verdictOn(stored, password))
    },
  }
}

const current = `m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}`

async function verdictOn(stored: string, password: string): Promise<Verdict> {
  if (/^\$2[abxy]?\$/.test(stored)) return (await bcryptVerify(password, stored)) ? 'outdated' : 'wrong'
  if (!stored.startsWith('$argon2')) return 'wrong'
  if (!(await argon2Verify(stored, password))) return 'wrong'
  return stored.startsWith('$argon2id$') && stored.includes(`$${current}$`) ? 'right' : 'outdated'
}

function limit(concurrency: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
