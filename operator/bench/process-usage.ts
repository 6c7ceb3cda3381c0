import { readFile } from 'node:fs/promises'

/** What the kernel says about a process. */
export type Usage = Readonly<{
  /** Resident memory in MiB. */
  residentMiB: number
  /** Processor time since its start, in seconds. */
  cpuSeconds: number
}>

/** Reads the memory and processor time of a process of this machine. */
export async function usageOf(pid: number): Promise<Usage> {
  const [status, stat] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ])
  const residentKiB = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  // the command may hold spaces, so fields are counted from behind its closing bracket
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { residentMiB: residentKiB / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
}

// Linux reports in units of 1/100 s to user space, whatever the kernel's own tick is (man 5 proc)
const ticksPerSecond = 100

/** The most memory that a process has had resident since its start, in MiB. */
export async function peakMemoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}
