import { rm } from 'node:fs/promises'
import { reachableDirectory } from './reachable-directory.js'
import { serverUser } from './run-as.js'

/** Deletes the cluster that startEmbeddedPostgres keeps for `directory`, wherever it really is. Not while it runs. */
export async function deleteEmbeddedPostgres(directory: string): Promise<void> {
  for (const place of new Set([directory, reachableDirectory(directory, serverUser())])) {
    await rm(place, { recursive: true, force: true })
  }
}
