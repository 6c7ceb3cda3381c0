import { operatorName, operatorNamespace } from '../installed-names.ts'

/** Who may do what the policies refuse to everybody else. An installation with other names replaces these in admission.yaml. */
export const principals = {
  operator: `system:serviceaccount:${operatorNamespace}:${operatorName}`,
  crossplane: 'system:serviceaccount:crossplane-system:crossplane',
  // the controller manager's own user, where it runs without an account for each controller, is no garbage collector
  garbageCollector: 'system:serviceaccount:kube-system:generic-garbage-collector',
} as const

/** Whoever acts as a member of this group passes every policy: for emergencies, by impersonation, seen in the audit log. */
export const breakGlassGroup = 'taskplatform.dev:break-glass'

/** CEL: whether the request is of one of these. */
export const isOf = (...who: readonly (keyof typeof principals)[]): string =>
  `request.userInfo.username in [${who.map((each) => `'${principals[each]}'`).join(', ')}]`
