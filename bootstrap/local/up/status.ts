import { relative } from 'node:path'
import type { LocalConfig } from '../config.ts'
import { layoutOf } from '../layout.ts'
import { findLeftovers } from '../leftovers.ts'
import { partNames } from '../parts/names.ts'
import { isAlive } from '../process/identity.ts'
import { readRecord } from '../process/record.ts'
import { readSettings } from '../settings.ts'

/** Prints one line for each part of this checkout's stack. Returns whether all of them run. */
export const status = async ({ root, stateDir }: LocalConfig): Promise<boolean> => {
  const layout = layoutOf(stateDir)
  const settings = await readSettings(layout)
  if (!settings && findLeftovers(layout).length === 0) {
    console.log('Nothing runs. Start it with: make up')
    return false
  }
  const rows = (['supervisor', ...partNames] as const).map((part) => {
    const record = readRecord(layout.recordOf(part))
    const isGone = record?.identity !== undefined && !isAlive(record.identity)
    const state = isGone && record.state !== 'failed' ? 'dead' : (record?.state ?? 'not started')
    return [part, state, record?.identity?.pid ?? '', record?.restarts ?? '', relative(root, layout.logOf(part))]
  })
  print([['PART', 'STATE', 'PID', 'RESTARTS', 'LOG'], ...rows])
  console.log(`\nPORT_BASE=${settings?.portBase ?? 'unknown'} TIME_SCALE=${settings?.timeScale ?? 'unknown'}`)
  return rows.every(([, state]) => state === 'ready' || state === 'done')
}

const print = (rows: readonly (readonly (string | number)[])[]): void => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => String(cell).padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}
