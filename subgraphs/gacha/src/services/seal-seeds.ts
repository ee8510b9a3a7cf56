import { StartError } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { PLAIN, plainSeedOf, type SealedSeed, type SeedPlace } from '../domain/seed-sealing.js'
import {
  findSeedKeyIds,
  forbidPlainSeeds,
  lockSealedSeeds,
  replaceSealedSeeds,
  type SealedRow,
} from '../repositories/seed-sealing.js'
import type { Needs } from './needs.js'

type Sealing = Pick<Needs, 'pool' | 'sealer' | 'logger'>

/** Rows of one transaction, whose seeds no draw can use meanwhile. */
const BATCH_MAX = 500

/**
 * Before anything is drawn: seals the seeds of a version that kept them plain, and has the database refuse plain ones.
 * @throws StartError when seeds are sealed with a key that this process does not have
 */
export async function sealPlainSeeds(needs: Sealing): Promise<void> {
  const missing = (await findSeedKeyIds(needs.pool)).filter(id => id !== PLAIN && !needs.sealer.keyIds.includes(id))
  if (missing.length > 0)
    throw new StartError(
      `SEED_ENCRYPTION_KEYS: server seeds are encrypted with ${missing.map(id => `"${id}"`).join(', ')}, so these keys must be given, too, behind the first`,
    )
  await resealAll(needs, [PLAIN])
  await forbidPlainSeeds(needs.pool)
}

/** Moves seeds of older keys to the first one. Once the log has said so, an old key need not be given any more. */
export async function resealSeeds(needs: Sealing): Promise<void> {
  const older = (await findSeedKeyIds(needs.pool)).filter(id => needs.sealer.keyIds.indexOf(id) > 0)
  if (older.length === 0) return
  const rows = await resealAll(needs, older)
  needs.logger.info(
    { keyIds: older, rows },
    'server seeds are sealed with the first key, these are not in use any more',
  )
}

async function resealAll(needs: Sealing, keyIds: readonly string[]): Promise<number> {
  let done = 0
  for (;;) {
    const count = await withTransaction(needs.pool, async tx => {
      const rows = await lockSealedSeeds(tx, keyIds, BATCH_MAX)
      await replaceSealedSeeds(
        tx,
        rows.map(row => resealed(needs, row)),
      )
      return rows.length
    })
    done += count
    if (count < BATCH_MAX) return done
  }
}

function resealed({ sealer }: Sealing, row: SealedRow): SealedRow {
  const { userId, next } = row
  const reseal = (sealed: SealedSeed, serverSeedHash: string): SealedSeed => {
    const place: SeedPlace = { userId, serverSeedHash }
    return sealer.seal(plainSeedOf(sealed) ?? sealer.open(sealed, place), place)
  }
  return {
    ...row,
    sealedSeed: reseal(row.sealedSeed, row.serverSeedHash),
    next: next === null ? null : { ...next, sealedSeed: reseal(next.sealedSeed, next.serverSeedHash) },
  }
}
