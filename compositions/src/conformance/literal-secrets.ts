/** Fields whose value is a secret wherever it stands as text. A reference to a Secret is an object and harmless. */
const secretFields =
  /^(password|masterPassword|masterUserPassword|authToken|secretString|secretBinary|privateKey|clientSecret|token)$/i

/** Texts that are credentials by their form: access keys of AWS, private keys, and passwords in URLs or assignments. */
const secretForms = [
  /\bA(KIA|SIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /:\/\/[^/\s:@]+:[^/\s:@]+@/,
  /(?:^|[^a-z])(password|passwd|secret|api_?key|token)\s*[=:]\s*["']?[^\s"'${]{8,}/i,
]

/** Whether a text has the form of a credential. */
export const looksSecret = (text: string): boolean => secretForms.some((form) => form.test(text))

/** Paths below `value` at which a secret stands in clear text. */
export const literalSecretsIn = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return isSecret(path, value) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => literalSecretsIn(inner, path ? `${path}.${name}` : name))
}

// policy documents speak of tokens and secrets without holding any
const isSecret = (path: string, text: string): boolean =>
  secretFields.test(path.split('.').at(-1) ?? '') || secretForms.slice(0, 3).some((form) => form.test(text))
