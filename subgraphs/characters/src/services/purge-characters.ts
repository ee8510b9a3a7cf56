import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import type { Character } from '../domain/character.js'
import { forgetPetsOf } from '../world/persistence/forget-pets.js'
import { deleteGoneCharacters } from '../repositories/character.js'
import { forgetCached, type Needs } from './needs.js'

/** Characters of one transaction. */
const BATCH_SIZE = 100
/** The most batches of one run; remaining characters wait for the job's next run. */
const BATCHES_MAX = 1_000

/**
 * Deletes the characters whose grace period is over, in batches; their names become free. Any number of
 * processes may do it at once.
 */
export async function purgeCharacters(needs: Needs): Promise<{ purged: number }> {
  let purged = 0
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const deleted = await purgeBatch(needs)
    purged += deleted.length
    if (deleted.length < BATCH_SIZE) break
  }
  return { purged }
}

async function purgeBatch(needs: Needs): Promise<readonly Character[]> {
  const { cache, clock, pool } = needs
  const deleted = await withTransaction(pool, async tx => {
    const now = clock.now()
    const gone = await deleteGoneCharacters(tx, { now, limit: BATCH_SIZE })
    const purges = gone.map(({ id, userId }) =>
      newEvent('character.purged', { id: randomUUID(), occurredAt: now, data: { userId, characterId: id } }),
    )
    if (purges.length > 0) await appendEvents(tx, purges)
    return gone
  })
  if (deleted.length > 0) {
    await forgetCached(cache, deleted)
    await forgetPetsOf(cache, deleted)
  }
  return deleted
}
