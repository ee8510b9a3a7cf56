import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
/** A run's cluster takes about 300 MB; containers often have 64 MB here. */
const ROOM_MIN_BYTES = 2 * 1024 ** 3
/** Postgres, as root run by another user, must be able to walk through. */
const MODE = 0o711
const NAME = /^waystone-[a-z]+-(\d+)-/

/**
 * Makes an empty directory for the data of a test's servers; the caller removes it. It lies in memory where
 * there is room: a new database is about 300 new files, which takes 8 ms there, and on a busy disk up to 280
 * ms of system time.
 */
export function createTestDirectory(purpose: string): string {
  const directory = mkdtempSync(path.join(testDirectoryParent(), `waystone-${purpose}-${process.pid}-`))
  chmodSync(directory, MODE)
  return directory
}

/** Removes directories in memory whose makers ended without doing it, as kill -9 ends them. */
export function removeAbandonedTestDirectories(parent = MEMORY): void {
  if (!hasRoom(parent, 0)) return
  for (const name of readdirSync(parent)) {
    const pid = Number(NAME.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid)) rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}

const testDirectoryParent = (): string => (hasRoom(MEMORY, ROOM_MIN_BYTES) ? MEMORY : os.tmpdir())

function hasRoom(directory: string, bytes: number): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize >= bytes
  } catch {
    // No such directory: this is no Linux.
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
