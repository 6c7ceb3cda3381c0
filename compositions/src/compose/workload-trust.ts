import { policyDocument } from './policy-document.ts'

/** A Kubernetes service account. */
export type ServiceAccount = Readonly<{ namespace: string; serviceAccount: string }>

/** By what pods of a cluster prove who they are. */
export type Trust =
  | Readonly<{ by: 'IRSA'; oidcProviderArn: string; oidcIssuer: string }>
  | Readonly<{ by: 'PodIdentity'; account: string; clusterArn: string }>

/** Who may take a role: the pods of one service account in one cluster, and nobody else. */
export const workloadTrust = (trust: Trust, workload: ServiceAccount): string =>
  trust.by === 'IRSA' ? webIdentity(trust, workload) : podIdentity(trust, workload)

/** Audience of the tokens that EKS puts into pods. Source: EKS guide, "Assign IAM roles to Kubernetes service accounts". */
export const tokenAudience = 'sts.amazonaws.com'

const webIdentity = (
  { oidcProviderArn, oidcIssuer }: Extract<Trust, { by: 'IRSA' }>,
  { namespace, serviceAccount }: ServiceAccount,
): string => {
  const issuer = oidcIssuer.replace(/^https:\/\//, '')
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Federated: oidcProviderArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
          [`${issuer}:aud`]: tokenAudience,
        },
      },
    },
  ])
}

/**
 * The association names the service account; the tags of the session, which EKS sets, hold the role to it, so that an association
 * made by somebody else gives the role to no other pod. Source: EKS guide, "Create IAM role with trust policy required by EKS Pod
 * Identity" and "Grant Pods access to AWS resources based on tags".
 */
const podIdentity = (
  { account, clusterArn }: Extract<Trust, { by: 'PodIdentity' }>,
  { namespace, serviceAccount }: ServiceAccount,
): string =>
  policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:SourceAccount': account,
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': serviceAccount,
        },
        ArnEquals: { 'aws:SourceArn': clusterArn },
      },
    },
  ])
