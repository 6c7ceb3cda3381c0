import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Layout } from './layout.ts'

/** What a stack was started with, remembered beside its state. */
export type Settings = z.infer<typeof settings>

const settings = z.object({ portBase: z.number(), timeScale: z.number() })

/** `undefined` if the stack was never started. */
export const readSettings = async (layout: Layout): Promise<Settings | undefined> => {
  try {
    return settings.parse(JSON.parse(await readFile(layout.settings, 'utf8')))
  } catch {
    return undefined
  }
}

/** Remembers the settings. */
export const writeSettings = async (layout: Layout, value: Settings): Promise<void> => {
  await mkdir(dirname(layout.settings), { recursive: true, mode: 0o700 })
  await writeFile(layout.settings, `${JSON.stringify(value)}\n`)
}
