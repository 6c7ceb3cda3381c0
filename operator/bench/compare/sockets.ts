import { readdir, readFile, readlink } from 'node:fs/promises'

/** How many established connections a process has to a port of this machine. */
export const connectionsTo = async (pid: number, port: number): Promise<number> => {
  const [own, table] = await Promise.all([socketsOf(pid), readFile(`/proc/${pid}/net/tcp`, 'utf8')])
  return establishedTo(port, table).filter((inode) => own.has(inode)).length
}

/** Inodes of the established connections to `port` in the format of /proc/net/tcp (proc(5)). */
export const establishedTo = (port: number, table: string): readonly string[] =>
  table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, , remote = '', state]) => state === established && Number.parseInt(remote.split(':')[1] ?? '', 16) === port,
    )
    .map((fields) => fields[9] ?? '')

const established = '01'

const socketsOf = async (pid: number): Promise<ReadonlySet<string>> => {
  const folder = `/proc/${pid}/fd`
  const links = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')))
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
}
