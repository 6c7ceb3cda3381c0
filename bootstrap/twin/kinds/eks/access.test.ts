import { describe, expect, test } from 'vitest'
import { testAccount } from '../../test/test-account.ts'
import { testEks } from '../../test/test-cluster.ts'
import { userOf } from './access.ts'

const me = 'arn:aws:iam::111122223333:role/me'
const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`

type Access = { entry?: object; policies?: readonly (readonly [string, object])[] }

const userWith = async ({ entry, policies = [] }: Access) => {
  const aws = testAccount()
  const eks = await testEks(aws)
  const cluster = await eks.makeCluster()
  if (entry) await aws.make('AccessEntry', { clusterName: 'c', principalArn: me, ...entry })
  for (const [name, accessScope] of policies)
    await aws.make('AccessPolicyAssociation', {
      clusterName: 'c',
      principalArn: me,
      policyArn: policy(name),
      accessScope,
    })
  return userOf(aws.account.world('ap-northeast-1'), cluster, me)
}

const everywhere = { type: 'cluster' }

describe('whom a cluster takes a principal for', () => {
  test.each<Access & { why: string; user: object | undefined }>([
    { why: 'nobody without an entry', user: undefined },
    {
      why: 'a user without groups by an entry alone',
      entry: {},
      user: { username: 'arn:aws:sts::111122223333:assumed-role/me/twin-me', groups: [] },
    },
    {
      why: 'the user and groups of the entry',
      entry: { userName: 'ann', kubernetesGroups: ['sre'] },
      user: { username: 'ann', groups: ['sre'] },
    },
    {
      why: 'an administrator by policy',
      entry: { userName: 'ann' },
      policies: [['AmazonEKSClusterAdminPolicy', everywhere]],
      user: { username: 'ann', groups: ['system:masters'] },
    },
    {
      why: 'a reader by policy',
      entry: { userName: 'ann' },
      policies: [['AmazonEKSViewPolicy', everywhere]],
      user: { username: 'ann', groups: ['eks-access-policy:AmazonEKSViewPolicy'] },
    },
    {
      why: 'nothing by a policy on a namespace',
      entry: { userName: 'ann' },
      policies: [['AmazonEKSAdminPolicy', { type: 'namespace', namespaces: ['n'] }]],
      user: { username: 'ann', groups: [] },
    },
  ])('$why', async ({ user, ...access }) => expect(await userWith(access)).toEqual(user))
})
