import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { SHARED_DIRECTORY } from './binaries.js'
import { isReachableByOthers, type ServerUser } from './run-as.js'

const OTHERS_MAY_SEARCH = 0o001

/** The place of a data directory that `user` can reach: `wanted`, unless a directory above it is closed to others. */
export function reachableDirectory(wanted: string, user: ServerUser | undefined): string {
  const directory = path.resolve(wanted)
  if (user === undefined) return directory
  let parent = path.dirname(directory)
  while (!existsSync(parent)) parent = path.dirname(parent)
  openTemporary(parent)
  if (isReachableByOthers(parent)) return directory
  return sharedPlaceOf(directory, SHARED_DIRECTORY)
}

const WANTED_FILE = 'wanted-directory'

/**
 * Two directories never share a place: /a/b-c and /a-b/c would have one name, so the place records which one
 * it stands for.
 */
export function sharedPlaceOf(directory: string, shared: string): string {
  const place = path.join(shared, directory.replaceAll(path.sep, '-').slice(1))
  const file = path.join(place, WANTED_FILE)
  if (!existsSync(file) || readFileSync(file, 'utf8') === directory) return place
  return `${place}-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`
}

/** Records in `place` that it stands for `wanted`, where the two differ. */
export function recordWanted(place: string, wanted: string): void {
  if (place !== path.resolve(wanted)) writeFileSync(path.join(place, WANTED_FILE), path.resolve(wanted))
}

/**
 * mkdtemp creates directories that only their owner can enter. Other users may walk through such a directory
 * (not list it): if its cluster were put elsewhere, removing the temporary directory would leave the cluster
 * behind.
 */
function openTemporary(directory: string): void {
  const temporary = path.resolve(os.tmpdir())
  for (let closed = directory; closed.startsWith(temporary + path.sep); closed = path.dirname(closed)) {
    const { mode } = statSync(closed)
    if ((mode & OTHERS_MAY_SEARCH) === 0) chmodSync(closed, mode | OTHERS_MAY_SEARCH)
  }
}
