import { withTransaction } from '@waystone/kit/postgres'
import { dailyPuzzle, dailyPuzzleId, dayNumberOf } from '../domain/puzzles/daily-puzzle.js'
import { findPuzzles, insertPuzzles, keepSecret } from '../repositories/puzzle.js'
import type { Needs } from './needs.js'

/**
 * Makes the puzzles of today and of tomorrow, which opens by its time alone. Processes that do so at once
 * make the same puzzles, and the id of a day keeps one of them.
 */
export async function openDailyPuzzles(needs: Pick<Needs, 'pool' | 'clock' | 'newSeed'>): Promise<void> {
  const now = needs.clock.now()
  const today = dayNumberOf(now)
  const days = [today, today + 1]
  const known = await findPuzzles(needs.pool, days.map(dailyPuzzleId))
  const missing = days.filter(day => !known.has(dailyPuzzleId(day)))
  if (missing.length === 0) return
  await withTransaction(needs.pool, async tx => {
    const secret = await keepSecret(tx, { secret: needs.newSeed(), now })
    await insertPuzzles(
      tx,
      missing.map(day => dailyPuzzle(day, { secret, now })),
    )
  })
}
