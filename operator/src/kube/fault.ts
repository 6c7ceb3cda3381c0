import { TransportError } from '../errors.ts'

/** Names a network fault (`ECONNRESET`), or gives `undefined` for an error that is none. */
export const faultCodeOf = (error: unknown): string | undefined => {
  if (error instanceof SyntaxError) return 'an answer that is not JSON'
  if (!(error instanceof Error)) return undefined
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && isNetworkCode(code) ? code : undefined
}

/** The error that callers see. `what` says what was tried. */
export const transportError = (what: string, host: string, fault: string, cause: unknown): TransportError =>
  new TransportError(`Cannot ${what} at ${host}: ${fault}. ${cureOf(fault)}`, {
    fault,
    // these quote the answer, which may hold a secret
    cause: cause instanceof SyntaxError || isParserCode(fault) ? undefined : cause,
  })

const isNetworkCode = (code: string): boolean =>
  code.startsWith('UND_ERR_') || isParserCode(code) || isCertificateCode(code) || /^E[A-Z_]+$/.test(code)

/** Of llhttp: the answer is no HTTP. */
const isParserCode = (code: string): boolean => code.startsWith('HPE_')

const isCertificateCode = (code: string): boolean =>
  code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || /CERT|SIGNATURE/.test(code)

const cureOf = (code: string): string =>
  isCertificateCode(code)
    ? 'Check the certificate authority and the server name in the kubeconfig'
    : 'Check that the API server runs and that the kubeconfig points at it'
