import DataLoader from 'dataloader'
import type { Present } from './ownership/calls.js'
import type { WorldReader, WorldStatus } from './ownership/world-reader.js'

/** One request's reads of the world, which other processes are asked for at most once. */
export interface LiveReads {
  /** Null for a character of which the database knows best; no promise where this process knows. */
  present(characterId: string): Present | null | Promise<Present | null>
  status(): Promise<WorldStatus>
  online: WorldReader['online']
  /** Forgets what this request has read; after a command. */
  clear(): void
}

export function createLiveReads(world: WorldReader): LiveReads {
  const elsewhere = new DataLoader<string, Present | null>(async ids => {
    const present = await world.present(ids)
    return ids.map(id => present.get(id) ?? null)
  })
  let status: Promise<WorldStatus> | undefined
  return {
    present: id => world.presentHere(id) ?? (world.isWhole() ? null : elsewhere.load(id)),
    status: () => (status ??= world.status()),
    online: page => world.online(page),
    clear: () => {
      elsewhere.clearAll()
      status = undefined
    },
  }
}
