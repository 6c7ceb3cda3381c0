import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { MissedBranch } from './missed-branches.ts'

/** Branches that no legal composite reaches, and why they are written all the same. */
const unreachable: Readonly<Record<string, string>> = {
  'src/compose/cache/status.ts ?? port': 'the provider always reports a port; ours is the one that it was made with',
  'src/compose/cluster/addon-identities.ts : undefined': 'an add-on is only asked for when the account is known',
  'src/compose/cluster/addon-identities.ts ?.spec': 'asked for a role that exists',
  'src/compose/cluster/addons.ts : {}': 'the release pins every add-on for every version that the schema allows',
  'src/compose/cluster/addons.ts ?? held': 'the same, for a cluster that EKS has upgraded by itself',
  'src/compose/cluster/node-group-sizes.ts ?? min': 'EKS reports least, most and desired together',
  'src/compose/cluster/status.ts : []': 'an Auto Scaling group without a name',
  'src/compose/cluster/versions.ts return `the nodes to leave ${oldestNodes}: a kubelet may be three minor versions behind the API server, and no more`':
    'the schema allows three versions, and so two between the first and the last',
  'src/compose/database/plan.ts ?? version': 'every version begins with its major number',
  'src/compose/edge/access-logs.ts return []': 'a bucket that exists tells the account',
  "src/compose/edge/certificate-validation.ts ?? ''": 'a validation record has a name and a value together',
  'src/compose/edge/certificates.ts : []': 'a certificate that exists has a domain name',
  "src/compose/edge/web-acl.ts ?? ''": 'asked for when it is given',
  "src/compose/identities/plan.ts ?? ''": 'the schema wants the issuer with IRSA',
  'src/compose/network/nat-plan.ts ?? zone': 'there is a first zone',
}

test('examples, limits, edits, mishaps and 600 generated specs take every branch of every compose function', async () => {
  const program = join(import.meta.dirname, 'walk-everything.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program], { maxBuffer: 2 ** 26 })
  const missed = JSON.parse(stdout) as readonly MissedBranch[]
  const surprising = missed.filter(({ file, text }) => !(`${file} ${text}` in unreachable))
  expect(surprising.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([])
}, 240_000)
