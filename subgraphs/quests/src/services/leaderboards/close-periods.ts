import { withTransaction } from '@waystone/kit/postgres'
import { lastPrizeRank, type Leaderboard } from '../../domain/leaderboards/leaderboard.js'
import { periodEnd } from '../../domain/leaderboards/period.js'
import { readBoardRevision } from '../../repositories/leaderboards/board.js'
import { closePeriod, findOpenPeriods } from '../../repositories/leaderboards/period.js'
import { lockScores } from '../../repositories/leaderboards/score.js'
import type { Needs } from '../needs.js'

/** How long after its end a period is closed, so that events under way at its end still count. */
export const CLOSING_DELAY_MS = 60_000

/** Closes the periods that have ended: their scores stay as they are from now on. */
export async function closePeriods(needs: Pick<Needs, 'pool' | 'boards' | 'clock'>): Promise<void> {
  const boards = new Map((await needs.boards.current()).map(board => [board.number, board]))
  const now = needs.clock.now()
  for (const { board, period } of await findOpenPeriods(needs.pool)) {
    const leaderboard = boards.get(board)
    const end = leaderboard === undefined ? null : periodEnd(leaderboard.definition, period)
    if (end === null || end.getTime() + CLOSING_DELAY_MS > now.getTime()) continue
    await withTransaction(needs.pool, async tx => {
      await lockScores(tx, board)
      const newest = (await needs.boards.at(tx, await readBoardRevision(tx))).find(({ number }) => number === board)
      if (newest === undefined) throw new Error(`Expected leaderboard ${board}, which is never removed`)
      const { version } = newest
      await closePeriod(tx, { board, period, version, at: now, isSettled: !hasPrizes(newest, end) })
    })
  }
}

/** A period that was over when the board was published is history: no player knew of its prizes. */
const hasPrizes = ({ definition, publishedAt }: Leaderboard, end: Date): boolean =>
  end > publishedAt && lastPrizeRank(definition) > 0
