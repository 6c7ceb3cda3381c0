import { readFileSync } from 'node:fs'
import { ConfigError } from '../errors.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** What a server shows to prove who it is, PEM. */
export type Certificate = Readonly<{ cert: string; key: string }>

/** A certificate that is renewed in its files, as cert-manager and the kubelet do it. */
export type CertificateFiles = Readonly<{
  /** Throws a `ConfigError` if it cannot be read. */
  read(): Certificate
  /** Looks every minute, and gives `use` a certificate that has changed, until the function returned is called. */
  follow(use: (renewed: Certificate) => void): Cancel
}>

/** The certificate in two files. One that cannot be read or used when it is renewed is logged, and the old one stays. */
export const certificateIn = ({
  certFile,
  keyFile,
  clock,
  log,
}: Readonly<{ certFile: string; keyFile: string; clock: Clock; log: Log }>): CertificateFiles => {
  let used: Certificate | undefined
  const read = (): Certificate => {
    used = { cert: textOf(certFile), key: textOf(keyFile) }
    return used
  }
  return {
    read,
    follow: (use) => {
      let cancel: Cancel = () => {}
      const look = () => {
        const before = used
        try {
          const now = read()
          if (now.cert !== before?.cert || now.key !== before.key) use(now)
        } catch (err) {
          used = before
          log.warn({ err, certFile }, 'the renewed certificate cannot be used, the old one stays')
        }
        cancel = clock.setTimeout(look, everyMs)
      }
      cancel = clock.setTimeout(look, everyMs)
      return () => cancel()
    },
  }
}

const everyMs = 60_000

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`Cannot read ${path}: check that the Secret of the certificate is mounted`, { cause: error })
  }
}
