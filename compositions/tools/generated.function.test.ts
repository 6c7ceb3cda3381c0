import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findControlPlane } from '@taskplatform/bootstrap/local/build/control-plane'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { expect, test } from 'vitest'
import { leftovers } from './leftovers.ts'
import { outputsFrom } from './outputs.ts'

test('the committed types are those of the provider whose CRDs the local stack installs', async () => {
  const { root, cache } = localConfig()
  const { providerCrds } = await findControlPlane(root, cache)
  const folder = join(root, 'compositions/src/generated')
  const outputs = await outputsFrom(providerCrds)
  expect(outputs.size).toBeGreaterThan(20)
  for (const [file, text] of outputs) expect(await readFile(join(folder, file), 'utf8'), file).toBe(text)
  expect(await leftovers(folder, outputs)).toEqual([])
})
