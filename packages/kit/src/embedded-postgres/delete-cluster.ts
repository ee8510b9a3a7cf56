import { existsSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { clusterEntries, foreignClusterEntries } from './cluster-entries.js'
import { clearOrphan, takeOwnership } from './ownership.js'
import { reachableDirectory } from './reachable-directory.js'
import { serverUser } from './run-as.js'

/** Where the cluster of `directory` may lie: there, or where the server's user can reach it. */
const placesOf = (directory: string): readonly string[] => [
  ...new Set([path.resolve(directory), reachableDirectory(directory, serverUser())]),
]

/**
 * Lists, as absolute paths, the entries in the cluster's directory that startEmbeddedPostgres did not create.
 */
export const foreignEntriesOfEmbeddedPostgres = (directory: string): readonly string[] =>
  placesOf(directory).flatMap(place => foreignClusterEntries(place).map(name => path.join(place, name)))

/**
 * Deletes the cluster that startEmbeddedPostgres keeps for `directory`, entry by entry, wherever it really is.
 * @throws Error when a living process runs on it, or when anything else lies there; then nothing is deleted.
 */
export async function deleteEmbeddedPostgres(directory: string): Promise<void> {
  const foreign = foreignEntriesOfEmbeddedPostgres(directory)
  if (foreign.length > 0) throw new Error(`Expected nothing but a cluster in ${directory}, found ${foreign.join(', ')}`)
  for (const place of placesOf(directory).filter(existsSync)) {
    const giveUp = takeOwnership(place)
    try {
      // A server without an owner would write into a directory that the next start creates again.
      await clearOrphan({ data: path.join(place, 'data'), log: () => {} })
      for (const name of clusterEntries(place)) await rm(path.join(place, name), { recursive: true, force: true })
    } finally {
      giveUp()
    }
    await rmdir(place)
  }
}
