import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../errors/index.js'
import { commandLine, processIdentity } from '../process/index.js'
import { readPidFile } from './pid-file.js'

const OWNER_FILE = 'owner'
/** How long a server left behind by a killed process may take to stop. */
const ORPHAN_STOP_TIMEOUT_MS = 30_000
const POLL_INTERVAL_MS = 10

/**
 * Makes this process the one that runs a server on `directory`.
 * @throws Error when another living process does.
 * @returns what gives it up again.
 */
export function takeOwnership(directory: string): () => void {
  const file = path.join(directory, OWNER_FILE)
  const owner = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (owner !== '' && processIdentity(Number.parseInt(owner, 10)) === owner) {
    throw new StartError(
      `Expected ${directory} to be free, but process ${Number.parseInt(owner, 10)} runs Postgres on it: stop that one first, or use another directory.`,
    )
  }
  writeFileSync(file, processIdentity(process.pid) ?? '', { mode: 0o600 })
  const giveUp = () => {
    process.off('exit', giveUp)
    rmSync(file, { force: true })
  }
  process.once('exit', giveUp)
  return giveUp
}

/**
 * Ends what a killed owner left behind: a server still running, or still stopping, or its pid file, which keeps a new
 * server from starting when the pid now belongs to another process (as it does in a container that was started anew).
 */
export async function clearOrphan(options: { data: string; log: (line: string) => void }): Promise<void> {
  const { data, log } = options
  const left = readPidFile(data)
  if (left === null) return
  const isOurs = () => processIdentity(left.pid) !== null && commandLine(left.pid).includes(data)
  if (isOurs()) {
    log(`stopping the server that an earlier process left behind (pid ${left.pid})`)
    process.kill(left.pid, 'SIGINT')
    const deadline = performance.now() + ORPHAN_STOP_TIMEOUT_MS
    while (isOurs()) {
      if (performance.now() > deadline) {
        throw new Error(`Expected the server left behind on ${data} (pid ${left.pid}) to stop; end it by hand.`)
      }
      await delay(POLL_INTERVAL_MS)
    }
  }
  rmSync(path.join(data, 'postmaster.pid'), { force: true })
}
