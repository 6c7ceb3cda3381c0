/** Types cannot be generated: a file of the provider is missing, or says something that the generator does not understand. */
export class GenerateError extends Error {
  readonly code = 'GenerateFailed'

  constructor(what: string, cure: string, cause?: unknown) {
    super(`${what}. ${cure}`, { cause })
    this.name = 'GenerateError'
  }
}
