import type { About, Kind, Verb } from '../service/kind.ts'
import type { Refusal } from '../service/refusal.ts'
import { type Difference, snakeCase } from './arguments.ts'

// Frames: upjet pkg/controller/external_tfpluginsdk.go and external_tfpluginfw.go, pkg/terraform/errors

/**
 * What the provider says about AWS' refusal, as it stands in LastAsyncOperation; Synced puts `VERB failed: ` before it.
 * `requestId` differs for each call, as AWS' does.
 */
export const refusalText = (
  kind: Kind,
  verb: Verb,
  refusal: Refusal,
  about: About & Readonly<{ requestId: string }>,
): string => {
  const answer = refusal.afterAccepted ? failedLater(kind, refusal, about) : refusedAtOnce(kind, verb, refusal, about)
  if (kind.library === 'framework')
    return `async ${verb} failed: resource ${nounOf[verb]} call returned error diags: ${answer}`
  return `async ${verb} failed: failed to ${verb} the resource: [{0 ${answer}  []}]`
}

/** Why the provider does not make a change that would need another resource. */
export const replacementText = (kind: Kind, { argument, from, to }: Difference): string => {
  const name = snakeCase(argument)
  if (kind.library === 'framework')
    return `async update failed: diff contains fields that require resource replacement: AttributeName("${name}"), `
  return `async update failed: refuse to update the external resource because the following update requires replacing it: cannot change the value of the argument "${name}" from "${quoted(from)}" to "${quoted(to)}"`
}

/** A provider configuration that is not there. */
export const noProviderConfig = (kind: Kind, complaint: string): string =>
  `connect failed: cannot initialize the ${kind.library === 'framework' ? 'Terraform Plugin Framework' : 'Terraform plugin SDK'} async external client: cannot get terraform setup: ${complaint}`

const nounOf = { create: 'creation', update: 'update', delete: 'deletion' } as const

const refusedAtOnce = (
  kind: Kind,
  verb: Verb,
  { code, message, status = 400, byProvider }: Refusal,
  about: About & Readonly<{ requestId: string }>,
): string => {
  if (byProvider) return message
  const call = kind.calls[verb === 'update' ? 'modify' : verb]
  // EC2 and S3 have no named errors in the SDK; the others do, apart from those that belong to every service
  const isNameless = ['EC2', 'S3'].includes(kind.service) || (kind.service === 'RDS' && nameless.includes(code))
  const words = isNameless ? `api error ${code}: ${message}` : `${code}: ${message}`
  return `${contextOf(kind, verb, about)}: operation error ${kind.service}: ${call}, https response error StatusCode: ${status}, RequestID: ${about.requestId}, ${words}`
}

const nameless = ['InvalidParameterCombination', 'InvalidParameterValue', 'ValidationError']

const failedLater = (kind: Kind, { code, message, state = 'failed' }: Refusal, { id }: About): string =>
  `waiting for ${kind.title} (${id}) create: unexpected state '${state}', wanted target 'available'. last error: ${code}: ${message}`

const contextOf = (kind: Kind, verb: Verb, about: About): string => {
  const own = kind.context?.[verb]
  if (own) return own(about)
  if (verb === 'create') return `creating ${kind.title}`
  return `${verb === 'update' ? 'updating' : 'deleting'} ${kind.title} (${about.id})`
}

const quoted = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))
