import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { localConfig } from '../config.ts'
import { dataSets, findDataPrograms } from './data-programs.ts'

const { root } = localConfig()

test('what is not there is named, with the cure', async () => {
  const found = findDataPrograms(root, join(root, 'no-such-cache'))
  await expect(found).rejects.toMatchObject({
    code: 'NOT_BUILT',
    message: expect.stringMatching(/postgres-[\d.]+.*, redis-/),
    cure: 'Run: make build',
  })
})

test('the place in the cache tells the version and the machine, so that a new one does not meet the old', () => {
  const [postgres = '', redis = ''] = dataSets(root, '/cache').map(({ path }) => basename(path))
  expect(postgres).toMatch(new RegExp(`^postgres-\\d+\\.\\d+\\.\\d+.*-${process.platform}-${process.arch}$`))
  expect(redis).toMatch(new RegExp(`^redis-.+-${process.platform}-${process.arch}$`))
})
