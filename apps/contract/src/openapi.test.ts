import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { routes } from './routes.ts'

const written = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'))

test('openapi.json is what the contract says: after a change, run npm run generate and read the difference', () => {
  expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(written)
})

test('the document has every route once', () => {
  const operations = Object.values(written.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    (path) => Object.values(path).map(({ operationId }) => operationId),
  )
  expect(operations.sort()).toEqual(Object.keys(routes).sort())
})
