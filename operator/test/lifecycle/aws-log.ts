import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'

/** How often the twin's AWS was made to create something, for each managed resource of a namespace. */
export async function creationsIn(namespace: string, stateDir: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await readFile(join(layoutOf(stateDir).dataOf('twin'), 'aws-log.jsonl'), 'utf8')).trim().split('\n')
  const owners = lines
    .map((line) => JSON.parse(line) as { op: string; owner?: string })
    .filter(({ op, owner }) => op === 'created' && owner?.split('/')[1] === namespace)
  const counts = new Map<string, number>()
  for (const { owner = '' } of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return counts
}
