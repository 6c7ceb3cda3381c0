import { readFile } from 'node:fs/promises'
import { KubeconfigError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClusterAccess } from './access.ts'

/** Gives the headers that say who a request is from. */
export type Identity = () => Promise<Record<string, string>>

/** Headers for `access`. A token file is read at most once a minute, as the kubelet replaces it well before it expires. */
export const identityOf = (access: ClusterAccess, clock: Clock): Identity => {
  const authorization = authorizationOf(access, clock)
  return async () => {
    const value = await authorization()
    return {
      ...(value && { authorization: value }),
      ...(access.impersonateUser && { 'impersonate-user': access.impersonateUser }),
    }
  }
}

const tokenFileMaxAgeMs = 60_000

const authorizationOf = ({ authorization }: ClusterAccess, clock: Clock): (() => Promise<string | undefined>) => {
  switch (authorization.kind) {
    case 'none':
      return async () => undefined
    case 'token':
      return async () => `Bearer ${authorization.token}`
    case 'basic':
      return async () =>
        `Basic ${Buffer.from(`${authorization.username}:${authorization.password}`).toString('base64')}`
    case 'tokenFile':
      return tokenFrom(authorization.path, clock)
  }
}

const tokenFrom = (path: string, clock: Clock): (() => Promise<string>) => {
  let held: { header: string; readAt: number } | undefined
  return async () => {
    if (held && clock.monotonic() - held.readAt < tokenFileMaxAgeMs) return held.header
    held = { header: `Bearer ${await readToken(path)}`, readAt: clock.monotonic() }
    return held.header
  }
}

const readToken = async (path: string): Promise<string> => {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new KubeconfigError(`Cannot read the token file ${path}: check that it exists and is readable`, {
      cause: error,
    })
  }
}
