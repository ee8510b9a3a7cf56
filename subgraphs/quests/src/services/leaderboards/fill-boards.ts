import { withTransaction } from '@waystone/kit/postgres'
import { lockFilling, noteFilling, readBoardRevision } from '../../repositories/leaderboards/board.js'
import type { Needs } from '../needs.js'
import { correctPage } from './rebuild-scores.js'

/**
 * How long after its publication the earlier events of a board are counted. An event that is being recorded by
 * a transaction that does not know the board yet is recorded by then, and counted here.
 */
export const FILLING_DELAY_MS = 10_000

/**
 * Counts what was recorded before a board was published, a page of users a transaction. The next process goes
 * on where one was killed.
 */
export async function fillBoards(needs: Pick<Needs, 'pool' | 'boards' | 'clock'>): Promise<void> {
  while (await fillPage(needs)) continue
}

const fillPage = (needs: Pick<Needs, 'pool' | 'boards' | 'clock'>): Promise<boolean> =>
  withTransaction(needs.pool, async tx => {
    const now = needs.clock.now()
    const filling = await lockFilling(tx, { publishedBefore: new Date(now.getTime() - FILLING_DELAY_MS) })
    if (filling === null) return false
    const known = await needs.boards.at(tx, await readBoardRevision(tx))
    const boards = known.filter(({ number }) => number === filling.number)
    const { after } = await correctPage(tx, { boards, after: filling.after })
    await noteFilling(tx, { id: filling.id, after, at: after === null ? now : null })
    return true
  })
