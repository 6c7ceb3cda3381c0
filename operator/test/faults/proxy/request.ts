import type { IncomingHttpHeaders } from 'node:http'

/** One request of the operator, as the proxy saw it. */
export type SeenRequest = Readonly<{
  method: string
  /** With the query. */
  path: string
  isWatch: boolean
  /** Whether it may change something: neither a reading nor a dry run nor a question about rights. */
  isWrite: boolean
  /** `apply platformnetworks tasks-network`, `patch taskplatforms/status tasks`, `create events`. */
  what: string
  /** Plural name, with the subresource: `taskplatforms/status`. */
  resource: string
}>

/** Understands a request by its line and headers alone. */
export function seenRequest(method: string, path: string, headers: IncomingHttpHeaders): SeenRequest {
  const url = new URL(path, 'https://localhost')
  const { resource, name } = subjectOf(url.pathname)
  const verb = method === 'PATCH' && headers['content-type']?.includes('apply-patch') ? 'apply' : verbOf(method)
  const asksOnly = url.searchParams.has('dryRun') || questions.has(resource)
  return {
    method,
    path,
    isWatch: url.searchParams.get('watch') === 'true',
    isWrite: method !== 'GET' && !asksOnly,
    what: [verb, resource, name].filter((word) => word !== '').join(' '),
    resource,
  }
}

/** Created, and stored nowhere. */
const questions: ReadonlySet<string> = new Set(['tokenreviews', 'subjectaccessreviews', 'selfsubjectaccessreviews'])

const verbOf = (method: string): string =>
  ({ POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete', GET: 'get' })[method] ?? method.toLowerCase()

// /api/v1/... or /apis/GROUP/VERSION/..., then perhaps namespaces/NAME, then PLURAL, NAME, SUBRESOURCE
function subjectOf(pathname: string): Readonly<{ resource: string; name: string }> {
  const words = pathname.split('/').slice(1)
  const inGroup = words.slice(words[0] === 'api' ? 2 : 3)
  const inNamespace = inGroup[0] === 'namespaces' && inGroup.length > 2 ? inGroup.slice(2) : inGroup
  const [plural = '', name = '', subresource] = inNamespace
  return { resource: subresource ? `${plural}/${subresource}` : plural, name: decodeURIComponent(name) }
}
