import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Lines of postmaster.pid, counted from 0; see storage/pidfile.h of Postgres. */
const PID_LINE = 0
const STATUS_LINE = 7
/** A standby takes connections that only read. */
const readyStates = new Set(['ready', 'standby'])

/** Reads the state of a running server from its pid file; null when no server runs. */
export function readPidFile(data: string): { pid: number; isReady: boolean } | null {
  let lines: string[]
  try {
    lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    // No file: no server has started, or it has stopped in order.
    return null
  }
  const pid = Number(lines[PID_LINE])
  return Number.isInteger(pid) && pid > 0 ? { pid, isReady: readyStates.has(lines[STATUS_LINE]?.trim() ?? '') } : null
}
