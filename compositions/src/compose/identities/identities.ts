import type { PlatformIdentitiesStatus } from '@taskplatform/crds/layers/identities'
import { type Composition, compositionOf } from '../../composition.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { awsName } from '../../names.ts'
import { type Observed, observation } from '../../observed.ts'
import { policyDocument } from '../policy-document.ts'
import { type Trust, workloadTrust } from '../workload-trust.ts'
import { type IdentitiesPlan, identitiesPlan, inKebabCase, keys } from './plan.ts'
import { type Identity, identityTable } from './table.ts'

/** Composes a PlatformIdentities. Throws a `MalformedCompositeError` that names each bad field. */
export const composeIdentities = (composite: unknown, observed: Observed): Composition<PlatformIdentitiesStatus> => {
  const plan = identitiesPlan(composite, observed)
  return compositionOf(plan.layer, observed, {
    desired: identityTable.flatMap((identity) => [
      role(plan, identity),
      ...policy(plan, identity),
      ...association(plan, identity),
    ]),
    status: { accountId: plan.account, roles: identityTable.flatMap((identity) => statusOf(plan, identity)) },
  })
}

const role = (plan: IdentitiesPlan, { name, about, namespace, serviceAccount }: Identity): Desired =>
  managed(
    plan.layer,
    'iam/Role',
    keys.role(name),
    { description: about, assumeRolePolicy: workloadTrust(trustOf(plan), { namespace, serviceAccount }) },
    { externalName: awsName(plan.layer.owner, `${plan.layer.region}.${inKebabCase(name)}`, { max: 64 }) },
  )

/** A role without rights is no harm; it gets them when there is something to have a right to. */
const policy = (plan: IdentitiesPlan, { name, rights }: Identity): Desired[] => {
  const statements = rights(plan)
  if (statements.length === 0) return []
  return [
    managed(
      plan.layer,
      'iam/RolePolicy',
      keys.policy(name),
      { roleRef: refTo(plan.layer, keys.role(name)), policy: policyDocument(statements) },
      { externalName: inKebabCase(name) },
    ),
  ]
}

/** With IRSA the service account carries the role as an annotation, which the charts set from the status. */
const association = ({ layer, spec }: IdentitiesPlan, { name, namespace, serviceAccount }: Identity): Desired[] =>
  spec.workloadIdentity === 'IRSA'
    ? []
    : [
        managed(layer, 'eks/PodIdentityAssociation', keys.association(name), {
          clusterName: spec.clusterName,
          namespace,
          serviceAccount,
          roleArnRef: refTo(layer, keys.role(name)),
        }),
      ]

const trustOf = ({ spec, account }: IdentitiesPlan): Trust =>
  spec.workloadIdentity === 'IRSA' && spec.oidcProviderArn && spec.oidcIssuer
    ? { by: 'IRSA', oidcProviderArn: spec.oidcProviderArn, oidcIssuer: spec.oidcIssuer }
    : { by: 'PodIdentity', account, clusterArn: spec.clusterArn }

const statusOf = ({ observed }: IdentitiesPlan, { name, namespace, serviceAccount }: Identity) => {
  const { arn } = observation(observed, 'iam/Role', keys.role(name))
  return arn ? [{ name, roleArn: arn, namespace, serviceAccount }] : []
}
