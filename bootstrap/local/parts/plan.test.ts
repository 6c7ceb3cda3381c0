import { expect, test } from 'vitest'
import { layoutOf } from '../layout.ts'
import { portsFrom } from '../ports.ts'
import type { PartContext } from './context.ts'
import { partNames } from './names.ts'
import { planParts, programsIn, specs } from './plan.ts'

test.each([
  {
    why: 'parts start in their order, not in that of the question',
    wanted: ['kube-apiserver', 'etcd'] as const,
    plan: ['etcd', 'kube-apiserver'],
  },
  {
    why: 'what Crossplane calls is there before Crossplane',
    wanted: ['crossplane', 'function', 'install'] as const,
    plan: ['install', 'function', 'crossplane'],
  },
  { why: 'nothing wanted, nothing planned', wanted: [], plan: [] },
])('$why', ({ wanted, plan }) => expect(planParts(wanted)).toEqual(plan))

test('only our own programs are bundled', () => {
  expect(programsIn(partNames)).toEqual(['function', 'twin', 'operator'])
})

const context: PartContext = {
  layout: layoutOf('/state'),
  ports: portsFrom(20_000),
  programs: {
    etcd: '/bin/etcd',
    'kube-apiserver': '/bin/kube-apiserver',
    'kube-controller-manager': '/bin/kube-controller-manager',
    'kube-scheduler': '/bin/kube-scheduler',
    kubectl: '/bin/kubectl',
    kwok: '/bin/kwok',
    crossplane: '/bin/crossplane',
  },
  node: '/bin/node',
  timeScale: 0,
  backends: [],
  backendPrograms: {},
  auditLog: false,
}

test.each(Object.entries(specs))('%s keeps its files in the state folder', (_, spec) => {
  const { args, env = {} } = spec(context)
  const paths = [...args, ...Object.values(env)].flatMap((text) => /(?<=^|=)\/.*/.exec(text)?.[0] ?? [])
  expect(paths.filter((path) => !path.startsWith('/state/'))).toEqual([])
})

test('the audit log is written only when asked for', () => {
  const flags = (auditLog: boolean) =>
    specs['kube-apiserver']({ ...context, auditLog }).args.filter((flag) => flag.startsWith('--audit'))
  expect(flags(false)).toEqual([])
  expect(flags(true)).toContain('--audit-log-path=/state/logs/audit.json')
})

test('the twin is told what runs behind its account, and where the programs are', () => {
  const flags = specs
    .twin({ ...context, backends: ['clusters', 'caches'], backendPrograms: { kwok: '/bin/kwok' } })
    .args.filter((flag) => /^--(backends|program)=/.test(flag))
  expect(flags).toEqual(['--backends=clusters,caches', '--program=kwok=/bin/kwok'])
})
