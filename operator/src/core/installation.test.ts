import { expect, test } from 'vitest'
import { installation } from '../../test/builders/installation.ts'
import { storedPlatform } from '../../test/builders/stored-platform.ts'
import { parsePlatform } from './platform.ts'

test.each([
  { why: 'the public door admits the management cluster', access: undefined, more: {}, issue: undefined },
  {
    why: 'there is no public door, and no private way',
    access: { public: false },
    more: {},
    issue: 'spec.cluster.apiAccess.public',
  },
  { why: 'there is no public door, but a private way', access: { public: false }, more: { privateAccess: true } },
  {
    why: 'nobody said where the management cluster comes from',
    access: { allowedCidrs: ['203.0.113.0/24'] },
    more: { managementEgressCidrs: [] },
    issue: 'spec.cluster.apiAccess',
  },
])('a cluster whose API could not be reached is refused before it is made: $why', ({ access, more, issue }) => {
  const stored = storedPlatform(access ? { spec: { cluster: { apiAccess: access } } } : {})
  const platform = parsePlatform(stored, { ...installation, ...more })
  if (issue === undefined) return expect(platform.phase).toBe('Live')
  expect(platform).toMatchObject({ phase: 'Invalid', issues: [{ path: issue }] })
})
