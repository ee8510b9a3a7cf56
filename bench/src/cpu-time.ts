import { readdirSync, readFileSync } from 'node:fs'

/** Of USER_HZ, which is 100 wherever Node runs on Linux. */
const TICK_MS = 10

/** Fields of /proc/<pid>/stat after the command, which is in parentheses and may hold anything. */
const PARENT = 1
const TIMES = [11, 12, 13, 14]

/**
 * The CPU time that a process and all its descendants have used so far, ended children included. On a shared
 * machine, requests per second drift and CPU per request does not. Null where the kernel does not report it.
 * @param root by default this process.
 */
export function cpuTimeMs(root: number = process.pid): number | null {
  if (process.platform !== 'linux') return null
  const times = new Map<number, { parent: number; ms: number }>()
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statFields(name) : null
    if (fields === null) continue
    const ticks = TIMES.reduce((sum, place) => sum + Number(fields[place]), 0)
    times.set(Number(name), { parent: Number(fields[PARENT]), ms: ticks * TICK_MS })
  }
  const isOurs = (pid: number): boolean => pid === root || (pid > 1 && isOurs(times.get(pid)?.parent ?? 0))
  return [...times].reduce((sum, [pid, { ms }]) => (isOurs(pid) ? sum + ms : sum), 0)
}

const PAGE_BYTES = 4_096
/** The second field of /proc/<pid>/statm. */
const RESIDENT = 1

/** Resident memory of a process, without its children; 0 where the kernel does not report it. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[RESIDENT]) * PAGE_BYTES
  } catch {
    return 0
  }
}

/** The CPU time of each thread of a process so far, by its id: the main thread has that of the process. */
export function threadTimesMs(pid: number): ReadonlyMap<number, number> {
  if (process.platform !== 'linux') return new Map()
  return new Map(
    readdirSync(`/proc/${pid}/task`).map(id => {
      const fields = statFields(`${pid}/task/${id}`) ?? []
      // A thread's own: the last two fields are of children that have ended.
      const ticks = TIMES.slice(0, 2).reduce((sum, place) => sum + Number(fields[place] ?? 0), 0)
      return [Number(id), ticks * TICK_MS]
    }),
  )
}

function statFields(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It has just ended.
    return null
  }
}
