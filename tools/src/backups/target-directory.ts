import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { BackupError } from './backup-error.js'

/** WAL that is fetched and replayed beside the files of the backup. */
const ROOM_FOR_WAL_BYTES = 256 * 1024 ** 2
const GIB = 1024 ** 3

/**
 * Where a cluster is restored to: a folder that is missing or empty, on a disk with room for it.
 * @throws BackupError otherwise; nothing was changed.
 */
export function checkTarget(directory: string, { bytes }: { readonly bytes: number }): void {
  if (existsSync(directory)) {
    if (!statSync(directory).isDirectory()) throw new BackupError(`restore: ${directory} is not a directory.`)
    const [entry] = readdirSync(directory)
    if (entry !== undefined) throw new BackupError(notEmpty(directory))
  }
  const parent = existing(directory)
  const { bavail, bsize } = statfsSync(parent)
  const free = bavail * bsize
  const needed = bytes + ROOM_FOR_WAL_BYTES
  if (free < needed)
    throw new BackupError(
      `restore: ${parent} has ${gib(free)} free and the cluster needs ${gib(needed)}: name a larger disk with --target.`,
    )
}

function notEmpty(directory: string): string {
  const isRunning = existsSync(path.join(directory, 'postmaster.pid'))
  return [
    `restore: ${directory} is not empty; a restore never writes over a cluster.`,
    isRunning ? 'Stop PostgreSQL first, then' : 'Stop what uses it, then',
    `move it away, which keeps it for an inquiry (mv ${directory} ${directory}.damaged), or name another folder with --target.`,
  ].join(' ')
}

/** The nearest directory above that exists. */
function existing(directory: string): string {
  let found = path.resolve(directory)
  while (!existsSync(found)) found = path.dirname(found)
  return found
}

export const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`
