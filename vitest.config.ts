import { defineConfig } from 'vitest/config'

/** One project per ring of tests: each needs more running machinery than the one before, and takes longer. */
const ring = (name: string, include: string[], exclude: string[], timeout: number) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
    testTimeout: timeout,
    hookTimeout: timeout,
  },
})

const higherRings = ['function', 'controlplane', 'lifecycle', 'faults'].map((name) => `**/*.${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      ring('unit', ['**/*.test.ts'], higherRings, 10_000),
      ring('function', ['**/*.function.test.ts'], [], 60_000),
      { test: { ...ring('controlplane', ['**/*.controlplane.test.ts'], [], 300_000).test, fileParallelism: false } },
      { test: { ...ring('lifecycle', ['**/*.lifecycle.test.ts'], [], 600_000).test, fileParallelism: false } },
      { test: { ...ring('faults', ['**/*.faults.test.ts'], [], 600_000).test, fileParallelism: false } },
    ],
  },
})
