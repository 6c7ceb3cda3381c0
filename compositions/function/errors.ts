/** The program cannot start, or was started wrongly. The message ends with the cure. */
export class FunctionError extends Error {
  readonly code: 'BadFlag' | 'BadCertificates' | 'CannotListen'

  constructor(code: FunctionError['code'], what: string, cure: string, cause?: unknown) {
    super(`${what}. ${cure}`, { cause })
    this.name = 'FunctionError'
    this.code = code
  }
}
