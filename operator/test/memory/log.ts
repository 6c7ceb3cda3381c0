import type { Log, LogLine } from '../../src/ports/log.ts'

/** One line as it was logged, with the fields of its children. */
export type MemoryLine = Readonly<{
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
  fields: Record<string, unknown>
}>

/** A logger whose lines can be read; children write to the same list. */
export type MemoryLog = Log & Readonly<{ lines: MemoryLine[] }>

/** An empty log. */
export const createMemoryLog = (lines: MemoryLine[] = [], bound: Record<string, unknown> = {}): MemoryLog => {
  const at =
    (level: MemoryLine['level']): LogLine =>
    (fields: Record<string, unknown> | string, message?: string) => {
      if (typeof fields === 'string') lines.push({ level, message: fields, fields: bound })
      else lines.push({ level, message: message ?? '', fields: { ...bound, ...fields } })
    }
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => createMemoryLog(lines, { ...bound, ...fields }),
  }
}
