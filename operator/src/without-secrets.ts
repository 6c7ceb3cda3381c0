/**
 * The text with everything in it that is shaped like a secret replaced: tokens (JWT, EKS), `Bearer` and `Basic` credentials,
 * private keys, AWS access keys and signatures, passwords in URLs. A net under the rule that nobody writes them in the first
 * place: it cannot know a password by its looks.
 */
export const withoutSecrets = (text: string): string =>
  shapes.reduce((cleaned, { shape, by }) => cleaned.replace(shape, by), text)

const removed = '[redacted]'

const shapes: readonly Readonly<{ shape: RegExp; by: string }>[] = [
  { shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, by: removed },
  { shape: /\b(Bearer|Basic)\s+(?=\S*[\d=])[\w.~+/=-]{8,}/gi, by: `$1 ${removed}` },
  { shape: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, by: removed },
  // a presigned request to STS, in base64: https://github.com/kubernetes-sigs/aws-iam-authenticator
  { shape: /\bk8s-aws-v1\.[\w-]+/g, by: removed },
  { shape: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, by: removed },
  { shape: /\b(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"]+/gi, by: `$1${removed}` },
  { shape: /(\w:\/\/)[^/\s:@]+:[^/\s@]+@/g, by: `$1${removed}@` },
]
