import { each, inProduction } from '../checks.ts'
import { standardSupportEnds } from '../kubernetes-support.ts'
import type { Problem, Rule } from '../rule.ts'
import { isWorldwide } from '../traffic.ts'
import type { Placed, View } from '../view.ts'

/** Rules of the EKS cluster: who reaches it, what it records, and who may do what in it. */
export const clusterRules: readonly Rule[] = [
  {
    id: 'EKS-01',
    title: 'The API server answers inside the VPC',
    kinds: ['eks/Cluster'],
    severity: 'error',
    refs: ['CIS 5.4.2', 'eks_cluster_private_nodes_enabled'],
    why: 'Otherwise nodes talk to it over the internet, and stop when NAT does.',
    cure: 'Set vpcConfig.endpointPrivateAccess to true.',
    check: each(
      'eks/Cluster',
      ({ asked }) => asked.vpcConfig?.endpointPrivateAccess !== true && 'has no endpoint inside the VPC',
    ),
  },
  {
    id: 'EKS-02',
    title: 'The API server is not open to the world',
    kinds: ['eks/Cluster'],
    severity: 'error',
    refs: ['CKV_AWS_38', 'CKV_AWS_39', 'AWS-0040', 'AWS-0041', 'EKS.1', 'CIS 5.4.1'],
    why: 'A fault in it, or a token that leaked, must not be usable from everywhere.',
    cure: 'Name the networks that may reach it in spec.cluster.apiAccess.allowedCidrs, or set public to false.',
    check: each('eks/Cluster', ({ asked }) => {
      const { endpointPublicAccess, publicAccessCidrs = [] } = asked.vpcConfig ?? {}
      if (endpointPublicAccess === false) return undefined
      if (publicAccessCidrs.length === 0) return 'is public and names no networks, which means everybody'
      return publicAccessCidrs.some(isWorldwide) && 'is open to everybody'
    }),
  },
  {
    id: 'EKS-03',
    title: 'The control plane keeps its logs',
    kinds: ['eks/Cluster'],
    severity: 'error',
    development: 'the logs audit and authenticator only',
    refs: ['CKV_AWS_37', 'AWS-0038', 'EKS.8', 'CIS 2.1.1'],
    why: 'They are the only record of who did what in the cluster.',
    cure: 'Enable api, audit, authenticator, controllerManager and scheduler.',
    check: each('eks/Cluster', ({ asked }, { production }) => {
      const wanted = production
        ? ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']
        : ['audit', 'authenticator']
      const missing = wanted.filter((type) => !asked.enabledClusterLogTypes?.includes(type))
      return missing.length > 0 && `does not log ${missing.join(', ')}`
    }),
  },
  {
    id: 'EKS-04',
    title: 'Kubernetes Secrets are encrypted with a key of ours',
    kinds: ['eks/Cluster'],
    severity: 'error',
    development: 'the key of AWS',
    refs: ['CKV_AWS_58', 'AWS-0039', 'EKS.3', 'CIS 5.3.1'],
    why: 'Who may decrypt them is then our policy, and every use of the key is on record.',
    cure: 'Set encryptionConfig with the resource secrets and a key.',
    check: inProduction(
      each('eks/Cluster', ({ asked }) => {
        const { resources = [], provider } = asked.encryptionConfig ?? {}
        return !(resources.includes('secrets') && provider?.keyArn) && 'has no key of ours for its Secrets'
      }),
    ),
  },
  {
    id: 'EKS-05',
    title: 'Kubernetes is a version in standard support',
    kinds: ['eks/Cluster'],
    severity: 'error',
    development: 'a warning only',
    refs: ['CKV_AWS_339', 'EKS.2', 'eks_cluster_uses_a_supported_version'],
    why: 'Beyond it fixes come late and the control plane costs six times as much.',
    cure: 'Raise spec.cluster.version, one minor version at a time.',
    check: (view) => view.of('eks/Cluster').flatMap((cluster) => unsupported(cluster, view)),
  },
  {
    id: 'EKS-06',
    title: 'A cluster does not slip into extended support',
    kinds: ['eks/Cluster'],
    severity: 'error',
    refs: [],
    why: 'The default of AWS is to go on and to charge for it. We would rather be upgraded, and are warned long before.',
    cure: 'Set upgradePolicy.supportType to STANDARD.',
    check: each(
      'eks/Cluster',
      ({ asked }) => asked.upgradePolicy?.supportType !== 'STANDARD' && 'would go into extended support',
    ),
  },
  {
    id: 'EKS-07',
    title: 'The cluster is protected from deletion',
    kinds: ['eks/Cluster'],
    severity: 'error',
    development: 'no protection',
    refs: ['eks_cluster_deletion_protection_enabled'],
    why: 'One wrong call would take every workload down.',
    cure: 'Set spec.deletionProtection to true.',
    check: inProduction(
      each('eks/Cluster', ({ asked }) => asked.deletionProtection !== true && 'can be deleted by one call'),
    ),
  },
  {
    id: 'EKS-08',
    title: 'Access to the cluster is given by access entries alone',
    kinds: ['eks/Cluster'],
    severity: 'error',
    refs: ['CIS 4.1.7', 'BPG'],
    why: 'Entries are seen, recorded and taken back in AWS; the old ConfigMap is edited inside the cluster, and whoever made the cluster would stay its administrator for ever.',
    cure: 'Set accessConfig.authenticationMode to API and bootstrapClusterCreatorAdminPermissions to false.',
    check: each('eks/Cluster', ({ asked }) => {
      const { authenticationMode, bootstrapClusterCreatorAdminPermissions } = asked.accessConfig ?? {}
      if (authenticationMode !== 'API') return 'lets in whom a ConfigMap names'
      return bootstrapClusterCreatorAdminPermissions !== false && 'makes its creator an administrator'
    }),
  },
  {
    id: 'EKS-09',
    title: 'Only the operator and named administrators are administrators',
    kinds: ['eks/AccessPolicyAssociation'],
    severity: 'error',
    refs: ['CIS 4.1.1'],
    why: 'Everybody else needs a few namespaces, and an error or a stolen session should reach no further.',
    cure: 'Name the principal in spec.cluster.admins, or limit its access to namespaces.',
    check: each('eks/AccessPolicyAssociation', ({ asked, layer }) => {
      const named = administratorsOf(layer.composite.spec ?? {})
      if (named.includes(asked.principalArn ?? '')) return undefined
      if (/AdminPolicy$/.test(asked.policyArn ?? '') && /ClusterAdmin/.test(asked.policyArn ?? ''))
        return `makes ${asked.principalArn} an administrator, whom the spec does not name`
      return asked.accessScope?.type !== 'namespace' && `gives ${asked.principalArn} access to every namespace`
    }),
  },
  {
    id: 'EKS-10',
    title: 'Add-ons are there, in versions that we chose',
    kinds: ['eks/Addon', 'eks/Cluster'],
    severity: 'error',
    refs: ['BPG'],
    why: 'Nodes need them to join and pods to have addresses, names and disks. A version that AWS chooses is one that nobody tested.',
    cure: 'Make the five add-ons with addonVersion, resolveConflictsOnCreate and resolveConflictsOnUpdate.',
    check: (view) => [
      ...each('eks/Cluster', missingAddons)(view),
      ...each('eks/Addon', ({ asked }) => {
        if (!asked.addonVersion) return 'has no version'
        const settled = asked.resolveConflictsOnCreate && asked.resolveConflictsOnUpdate
        return !settled && 'does not say what wins when somebody has changed it'
      })(view),
    ],
  },
  {
    id: 'EKS-11',
    title: 'Network policies are enforced',
    kinds: ['eks/Addon'],
    severity: 'error',
    refs: ['CIS 4.3.1', 'CIS 5.4.4', 'eks_cluster_network_policy_enabled'],
    why: 'Without it NetworkPolicy objects are taken and do nothing.',
    cure: 'Set enableNetworkPolicy to true in the configuration of vpc-cni.',
    check: each('eks/Addon', ({ asked }) => {
      if (asked.addonName !== 'vpc-cni') return undefined
      return !/"enableNetworkPolicy"\s*:\s*"?true"?/.test(asked.configurationValues ?? '') && 'does not enforce them'
    }),
  },
  {
    id: 'EKS-12',
    title: 'Every service account has a role of its own',
    kinds: ['eks/PodIdentityAssociation'],
    severity: 'error',
    refs: ['CIS 5.2.1'],
    why: 'A role that two share has the rights of both; the service account default is that of every pod which names none.',
    instead: 'With IRSA the trust of a role names its one service account instead, which IAM-03 looks at.',
    cure: 'Make a role and a service account for each purpose.',
    check: each('eks/PodIdentityAssociation', (one, view) => {
      const { serviceAccount, roleArn } = one.asked
      if (serviceAccount === 'default') return 'gives rights to the service account default'
      const others = view.of('eks/PodIdentityAssociation').filter((other) => other.asked.roleArn === roleArn)
      return others.length > 1 && 'shares its role with another service account'
    }),
  },
]

/** Whom the composite names as administrators: the provider, whose tokens the operator uses, and people for emergencies. */
const administratorsOf = (spec: Readonly<Record<string, unknown>>): readonly unknown[] => [
  spec['providerPrincipalArn'],
  ...((spec['admins'] ?? []) as readonly Readonly<{ principalArn?: unknown }>[]).map((admin) => admin.principalArn),
]

const unsupported = (cluster: Placed<'eks/Cluster'>, { today, production }: View): readonly Problem[] => {
  const { version = '' } = cluster.asked
  const ends = standardSupportEnds[version]
  if (ends && today <= ends) return []
  const message = ends
    ? `Kubernetes ${version} left standard support on ${ends}`
    : `Kubernetes ${version || 'of no version'} is not in the calendar of EKS that we know`
  return [{ at: cluster as unknown as Placed, message, severity: production ? 'error' : 'warning' }]
}

const neededAddons = ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver']

function missingAddons({ id }: Placed<'eks/Cluster'>, view: View) {
  const there = view.of('eks/Addon').filter(({ asked }) => asked.clusterName === id)
  const missing = neededAddons.filter((name) => !there.some(({ asked }) => asked.addonName === name))
  return missing.length > 0 && `lacks the add-ons ${missing.join(', ')}`
}
