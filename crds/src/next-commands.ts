import type { ReasonOf } from './conditions.ts'

/**
 * What to type next for each reason of `Stalled`, when what AWS said names nothing better. `{namespace}` and `{platform}` are
 * the TaskPlatform's; `{object}` is the resource and the name of what holds it up, as kubectl takes them.
 */
export const nextCommands = {
  Invalid: 'kubectl -n {namespace} edit taskplatforms.taskplatform.dev {platform}',
  NonCompliant:
    'kubectl -n {namespace} get taskplatforms.taskplatform.dev {platform} -o jsonpath=\'{range .status.compliance.findings[*]}{.rule}{" "}{.kind}{" "}{.name}{": "}{.message}{"\\n"}{end}\'',
  NotJudged: 'kubectl -n {namespace} get taskplatforms.taskplatform.dev {platform} -o yaml',
  Refused: 'kubectl -n {namespace} describe {object}',
  NameTaken: 'kubectl -n {namespace} get {object} --show-labels',
  ProviderConfigMissing:
    'kubectl -n {namespace} get clusterproviderconfigs.aws.m.upbound.io,providerconfigs.aws.m.upbound.io',
  DeletionBlocked:
    'kubectl -n {namespace} patch taskplatforms.taskplatform.dev {platform} --type merge -p \'{"spec":{"deletionProtection":false}}\'',
  DeadlineExceeded: 'kubectl -n {namespace} describe {object}',
} as const satisfies Readonly<Record<Exclude<ReasonOf<'Stalled'>, 'NotStalled'>, string>>
