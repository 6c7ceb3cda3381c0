import { expect, test } from 'vitest'
import { seenRequest } from './request.ts'

const apply = { 'content-type': 'application/apply-patch+yaml' }
const networks = '/apis/aws.taskplatform.dev/v1alpha1/namespaces/a/platformnetworks'

test.each([
  {
    why: 'an apply',
    request: ['PATCH', `${networks}/tasks-network?fieldManager=x`, apply] as const,
    seen: { what: 'apply platformnetworks tasks-network', isWrite: true, isWatch: false },
  },
  {
    why: 'a status is named as such',
    request: ['PATCH', '/apis/taskplatform.dev/v1alpha1/namespaces/a/taskplatforms/tasks/status', {}] as const,
    seen: { what: 'patch taskplatforms/status tasks', isWrite: true },
  },
  {
    why: 'a creation has no name in its path',
    request: ['POST', '/apis/events.k8s.io/v1/namespaces/a/events', {}] as const,
    seen: { what: 'create events', isWrite: true },
  },
  {
    why: 'a watch of all namespaces',
    request: ['GET', '/apis/taskplatform.dev/v1alpha1/taskplatforms?watch=true', {}] as const,
    seen: { what: 'get taskplatforms', isWrite: false, isWatch: true },
  },
  {
    why: 'a namespace itself',
    request: ['PATCH', '/api/v1/namespaces/team', apply] as const,
    seen: { what: 'apply namespaces team', isWrite: true },
  },
  {
    why: 'a dry run changes nothing',
    request: ['PATCH', `${networks}/tasks-network?dryRun=All`, apply] as const,
    seen: { isWrite: false },
  },
  {
    why: 'nor does a question about rights',
    request: ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {}] as const,
    seen: { isWrite: false },
  },
])('$why', ({ request: [method, path, headers], seen }) =>
  expect(seenRequest(method, path, headers)).toMatchObject(seen),
)
