import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kinds } from './registry.ts'
import { replacingSource } from './replacing.ts'

const pinned = (module: string): string => {
  const text = readFileSync(new URL(`../../local/modules/${module}/go.mod`, import.meta.url), 'utf8')
  return /^require \S+ (\S+)$/m.exec(text)?.[1] ?? ''
}

test('what forces replacement was read from the releases that are pinned', () => {
  expect(replacingSource).toEqual({
    provider: pinned('provider-aws'),
    terraformProvider: pinned('terraform-provider-aws'),
  })
})

test.each([
  { why: 'a name is for ever', kind: 'VPC', argument: 'cidrBlock' },
  { why: 'constants of the package are resolved', kind: 'Route', argument: 'destinationCidrBlock' },
  { why: 'kinds of the other library count too', kind: 'SecurityGroupIngressRule', argument: 'securityGroupId' },
  { why: 'every region is', kind: 'InternetGateway', argument: 'region' },
])('$why', ({ kind, argument }) => {
  expect(kinds.find(({ resource }) => resource.kind === kind)?.replacing).toContain(argument)
})
