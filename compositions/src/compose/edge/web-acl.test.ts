import { expect, test } from 'vitest'
import { givenWebAcl, productionEdge } from '../../../test/edge.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import { composeEdge } from './edge.ts'

const other = givenWebAcl.replace('/tasks/', '/strict/')
const guarded = settled(productionEdge({ webAclArn: givenWebAcl }))

const associations = ({ resources }: Composition) =>
  Object.values(resources)
    .map(({ resource }) => resource)
    .filter(({ kind }) => kind === 'WebACLAssociation')
    .map(({ spec }) => spec.forProvider)

test('a web ACL stands in front of the load balancer', () =>
  expect(associations(guarded.composition)).toEqual([
    {
      region: 'ap-northeast-1',
      webAclArn: givenWebAcl,
      resourceArn: guarded.composition.status['loadBalancerArn'],
    },
  ]))

test('there is none unless one is given', () => expect(associations(settled(productionEdge()).composition)).toEqual([]))

test('it waits for the load balancer, and says so', () => {
  const withoutBalancer = Object.fromEntries(
    Object.entries(guarded.observed).filter(([key]) => key !== 'load-balancer' && !key.startsWith('web-acl')),
  )
  const composition = composeEdge(productionEdge({ webAclArn: givenWebAcl }), withoutBalancer)
  expect(associations(composition)).toEqual([])
  expect(composition.ready).toBe(false)
})

test('another one comes when the last one is gone: its going would take the new one along', () => {
  const rounds = roundsOf(productionEdge({ webAclArn: other }), guarded.observed)
  expect(rounds.map(({ composition }) => associations(composition).map(({ webAclArn }) => webAclArn))).toEqual([
    [],
    [other],
    [other],
  ])
  expect(rounds[0]?.composition.conditions[0]?.message).toContain('the former web ACL to be gone')
})
