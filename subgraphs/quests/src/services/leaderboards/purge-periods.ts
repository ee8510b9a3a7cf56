import { withTransaction } from '@waystone/kit/postgres'
import { keptPeriodsOf } from '../../domain/leaderboards/leaderboard.js'
import { periodAt } from '../../domain/leaderboards/period.js'
import { holdBlocks, type BlocksOf } from '../../repositories/leaderboards/block.js'
import { beginPurge, findPurgeable, finishPurge, removeEntries } from '../../repositories/leaderboards/purging.js'
import { lockScores } from '../../repositories/leaderboards/score.js'
import type { Needs } from '../needs.js'
import { keepBlocks } from './keep-blocks.js'

/** Entries of one transaction: other writers wait for none of its locks longer than some milliseconds. */
const ENTRIES_MAX = 2_000

type Purger = Pick<Needs, 'pool' | 'boards' | 'clock'>

/**
 * Deletes the entries of periods that their boards keep no longer, once their prizes are paid. Prizes stay. Any number
 * of processes may do so at once, and one goes on where another was killed.
 */
export async function purgePeriods(needs: Purger): Promise<void> {
  const now = needs.clock.now()
  const old = (await needs.boards.current()).flatMap(({ number: board, definition }) => {
    const [kept, current] = [keptPeriodsOf(definition), periodAt(definition, now)]
    return kept === null || current === null ? [] : [{ board, before: current - kept }]
  })
  for (const of of await findPurgeable(needs.pool, old)) await purge(needs, of)
}

async function purge(needs: Purger, of: BlocksOf): Promise<void> {
  const { pool, clock } = needs
  await withTransaction(pool, async tx => {
    await lockScores(tx, of.board)
    await beginPurge(tx, { ...of, at: clock.now() })
  })
  while ((await withTransaction(pool, tx => removeEntries(tx, { ...of, limit: ENTRIES_MAX }))) > 0) continue
  await keepBlocks(needs)
  // Where another process folds at this moment, or changes are left, the next run ends it.
  await withTransaction(pool, async tx => {
    if (await holdBlocks(tx)) await finishPurge(tx, { ...of, at: clock.now() })
  })
}
