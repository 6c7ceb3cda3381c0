import { expect, test } from 'vitest'
import { installation as schema } from './installation.ts'
import { type Neighbour, overlapIssues } from './overlap.ts'

const platform = (changes: Partial<Neighbour> = {}): Neighbour => ({
  namespace: 'team-a',
  name: 'tasks',
  uid: 'b',
  createdAt: '2026-11-24T09:00:00Z',
  cidr: '10.0.0.0/16',
  stands: false,
  ...changes,
})

const older = { name: 'first', uid: 'a', createdAt: '2026-11-24T08:00:00Z' }
const younger = { name: 'last', uid: 'c', createdAt: '2026-11-24T10:00:00Z' }

const hub = (changes: object = {}) => ({ attachedNetworks: [{ name: 'hub', ...changes }] })

test.each<{ why: string; told: object; mine?: Partial<Neighbour>; others: Partial<Neighbour>[]; refused: boolean }>([
  { why: 'nothing is attached to anything', told: {}, others: [older], refused: false },
  { why: 'both are attached, and the other is older', told: hub(), others: [older], refused: true },
  {
    why: 'a private way of the management cluster attaches all',
    told: { privateAccess: true },
    others: [older],
    refused: true,
  },
  { why: 'the other is younger', told: hub(), others: [younger], refused: false },
  { why: 'the other is younger, but stands', told: hub(), others: [{ ...younger, stands: true }], refused: true },
  {
    why: 'both are as old: the smaller UID counts as older',
    told: hub(),
    others: [{ name: 'x', uid: 'a' }],
    refused: true,
  },
  { why: 'both are as old, seen from the other side', told: hub(), others: [{ name: 'x', uid: 'c' }], refused: false },
  { why: 'it is itself among the others', told: hub(), others: [{ stands: true }], refused: false },
  { why: 'the ranges lie side by side', told: hub(), others: [{ ...older, cidr: '10.1.0.0/16' }], refused: false },
  { why: 'one range lies in the other', told: hub(), others: [{ ...older, cidr: '10.0.128.0/20' }], refused: true },
  { why: 'and the other way round', told: hub(), mine: { cidr: '10.0.128.0/20' }, others: [older], refused: true },
  { why: 'the network itself uses the range', told: hub({ cidrs: ['10.0.4.0/24'] }), others: [], refused: true },
  {
    why: 'it is not attached itself',
    told: hub({ platforms: ['team-b/*'] }),
    others: [{ ...older, namespace: 'team-b' }],
    refused: false,
  },
  {
    why: 'the other is not attached',
    told: hub({ platforms: ['team-a/*'] }),
    others: [{ ...older, namespace: 'team-b' }],
    refused: false,
  },
  {
    why: 'only this platform of the namespace is attached',
    told: hub({ platforms: ['team-a/tasks'] }),
    others: [older],
    refused: false,
  },
  {
    why: 'they are attached to different networks',
    told: {
      attachedNetworks: [
        { name: 'hub', platforms: ['team-a/*'] },
        { name: 'lab', platforms: ['team-b/*'] },
      ],
    },
    others: [{ ...older, namespace: 'team-b' }],
    refused: false,
  },
  {
    why: 'a range that nobody can read takes nothing',
    told: hub(),
    others: [{ ...older, cidr: 'ten' }],
    refused: false,
  },
])('$why', ({ told, mine, others, refused }) => {
  const installation = schema.parse({ providerPrincipalArn: 'arn:aws:iam::111122223333:role/provider', ...told })
  const issues = overlapIssues(platform(mine), others.map(platform), installation)
  expect(issues.map(({ path }) => path)).toEqual(refused ? ['spec.network.cidr'] : [])
})

test.each([
  {
    why: 'a neighbour in the same namespace is named',
    namespace: 'team-a',
    says: '10.0.0.0/16 of TaskPlatform first, and',
  },
  {
    why: 'one of another namespace is not',
    namespace: 'secret',
    says: '10.0.0.0/16 of a TaskPlatform of another namespace, and',
  },
])('$why', ({ namespace, says }) => {
  const installation = schema.parse({ providerPrincipalArn: 'arn:aws:iam::111122223333:role/provider', ...hub() })
  const [issue] = overlapIssues(platform(), [platform({ ...older, namespace })], installation)
  expect(issue?.message).toBe(
    `10.0.0.0/16 overlaps ${says} both are attached to network "hub": delete this TaskPlatform, ` +
      'of which nothing has been made, and make it with another spec.network.cidr',
  )
})
