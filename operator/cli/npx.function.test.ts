import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { platformYaml } from './test/taskplatform.ts'

const cwd = join(import.meta.dirname, '../..')

const npx = (args: readonly string[], input = '') => {
  const running = promisify(execFile)('npx', ['--no-install', 'taskplatform', ...args], { cwd, maxBuffer: 2 ** 26 })
  running.child.stdin?.end(input)
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  )
}

test('npx taskplatform renders and checks in the checkout', async () => {
  const rendered = await npx(['render', '-f', 'crds/examples/production.yaml', '-o', 'json'])
  expect(rendered).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(rendered.stdout).items.length).toBeGreaterThan(200)
  const checked = await npx(['check', '-f', '-'], platformYaml())
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('86 rules kept, 0 broken') })
})

test('its exit status tells what happened', async () => {
  expect((await npx(['check', '-f', '-'], platformYaml({ region: 'mars-north-1' }))).code).toBe(1)
  expect((await npx(['check', '-f', 'nowhere.yaml'])).code).toBe(2)
})
