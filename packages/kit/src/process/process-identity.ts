import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Fields of /proc/<pid>/stat after the command, which is in parentheses and may hold anything. */
const STAT_STATE = 0
const STAT_START_TIME = 19

/**
 * Names a process so that no later one is taken for it: a pid alone may be given out again.
 * @returns null when no such process lives; a zombie is dead.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform !== 'linux') return askPs(pid, 'lstart')
  const fields = statFields(pid)
  if (fields === null || fields[STAT_STATE] === 'Z') return null
  return `${pid} ${fields[STAT_START_TIME] ?? ''}`
}

/** The command line of a living process, '' when it cannot be told. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return askPs(pid, 'command') ?? ''
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    // It has just ended.
    return ''
  }
}

function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // No such process.
    return null
  }
}

function askPs(pid: number, field: 'lstart' | 'command'): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== '' ? `${pid} ${stdout.trim()}` : null
}
