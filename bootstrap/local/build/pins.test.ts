import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { targetsFor } from './targets.ts'

const required = (module: string, path: string): string | undefined => {
  const goMod = readFileSync(new URL(`../modules/${module}/go.mod`, import.meta.url), 'utf8')
  return new RegExp(`^(?:require)?\\s*${path.replaceAll('.', '\\.')} (\\S+)`, 'm').exec(goMod)?.[1]
}

const paths = {
  etcd: 'go.etcd.io/etcd/server/v3',
  kubernetes: 'k8s.io/kubernetes',
  'kube-scheduler': 'k8s.io/kubernetes',
  kwok: 'sigs.k8s.io/kwok',
  crossplane: 'github.com/crossplane/crossplane/v2',
  'provider-aws': 'github.com/upbound/provider-aws/v2',
}

test.each(targetsFor([]))(
  '$name is pinned at the version that its name in the cache says',
  ({ name, module, version }) => {
    expect(required(module, paths[name])).toBe(version)
  },
)

test('the API module of Crossplane is of the same release as Crossplane', () => {
  expect(required('crossplane', 'github.com/crossplane/crossplane/apis/v2')).toBe('v2.4.0')
})
