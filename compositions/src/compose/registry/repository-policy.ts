import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { policyDocument } from '../policy-document.ts'
import { keys, type RegistryPlan } from './plan.ts'

/** Who may pull from a repository beyond what their own policies say: nobody outside the account. */
export const repositoryPolicy = ({ layer, account }: RegistryPlan, name: string): Desired[] =>
  account
    ? [
        managed(layer, 'ecr/RepositoryPolicy', keys.repositoryPolicy(name), {
          repositoryRef: refTo(layer, keys.repository(name)),
          policy: policyDocument([
            {
              Sid: 'PullWithinAccount',
              Effect: 'Allow',
              Principal: { AWS: `arn:${partitionOf(layer.region)}:iam::${account}:root` },
              Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            },
          ]),
        }),
      ]
    : []

/** The policies wait for the account that they name. */
export const withheldPolicies = ({ account }: RegistryPlan): string[] =>
  account ? [] : ['the account, to name it in the policies of the repositories']
