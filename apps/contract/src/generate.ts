import { writeFileSync } from 'node:fs'
import { openApiDocument } from './openapi.ts'

// Writes openapi.json beside the sources; the test of it says when it is stale.

writeFileSync(new URL('../openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`)
