import type { Account } from '../service/account.ts'
import type { Faults } from '../service/faults.ts'
import type { Vault } from '../service/vault.ts'
import { answerFaults } from './faults.ts'
import { answerImages } from './images.ts'
import type { Reply } from './reply.ts'
import { answerResources } from './resources.ts'
import { answerSecrets } from './secrets.ts'

/** One request of a test or a demonstration: what a console user would do in AWS, and what goes wrong there. */
export type ControlRequest = Readonly<{ method: string; path: string; body: string }>

/** What requests are about. */
export type Controlled = Readonly<{
  account: Account
  faults: Faults
  vault: Vault
  /** The authority (PEM) that signs for the servers of a backend; `undefined` if it has made none. */
  authorityOf(backend: string): Promise<string | undefined>
}>

/** Answers requests under `/faults` and `/aws`; `undefined` for other paths. */
export const answerControl = async (
  controlled: Controlled,
  { method, path, body }: ControlRequest,
): Promise<Reply | undefined> => {
  const [, area, ...rest] = path.split('/').map(decodeURIComponent)
  try {
    if (area === 'faults') return answerFaults(controlled.faults, method, body)
    if (area === 'aws') return await answerAws(controlled, method, rest, body)
    return undefined
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

const answerAws = async (
  { account, vault, authorityOf }: Controlled,
  method: string,
  [collection, ...rest]: readonly string[],
  body: string,
): Promise<Reply> => {
  switch (collection) {
    case 'resources':
      return answerResources(account, method, rest, body)
    case 'images':
      return answerImages(account, method, rest, body)
    case 'secrets':
      return answerSecrets(account, vault, method, rest)
    case 'authorities':
      return answerAuthority(await authorityOf(rest[0] ?? ''))
    default:
      return { status: 404, body: { error: 'try /aws/resources, /aws/images, /aws/secrets or /aws/authorities' } }
  }
}

const answerAuthority = (certificate: string | undefined): Reply =>
  certificate === undefined
    ? { status: 404, body: { error: 'no such backend, or nothing runs behind it yet' } }
    : { status: 200, body: { certificate } }
