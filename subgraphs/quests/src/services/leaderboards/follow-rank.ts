import { RequestFault } from '@waystone/kit/errors'
import { atMostEvery, createLiveStream } from '@waystone/kit/live'
import { periodAt } from '../../domain/leaderboards/period.js'
import type { RankedEntry } from '../../domain/leaderboards/rank.js'
import { boardTopic } from '../../repositories/leaderboards/score.js'
import type { Needs } from '../needs.js'

/** A board changes with every score: a rank is looked up this often at most. */
const RANK_INTERVAL_MS = 1_000

/**
 * Streams a user's entry in the current period of a board: as it is, and then whenever its rank or score is
 * another one.
 * @throws RequestFault BAD_USER_INPUT for an id that no board has
 */
export async function followRank(
  needs: Pick<Needs, 'live' | 'boards' | 'clock' | 'newestEntry' | 'logger'>,
  { userId, leaderboardId }: { userId: string; leaderboardId: string },
): Promise<AsyncIterableIterator<RankedEntry>> {
  const { live, boards, clock, newestEntry, logger } = needs
  const leaderboard = (await boards.current()).find(({ id }) => id === leaderboardId.toLowerCase())
  if (leaderboard === undefined)
    throw new RequestFault('BAD_USER_INPUT', '"leaderboardId" must be the id of a published leaderboard')
  const { number: board, definition } = leaderboard
  const bell = atMostEvery(RANK_INTERVAL_MS, await live.follow(boardTopic(board)))
  let told = ''
  const read = async () => {
    const period = periodAt(definition, clock.now())
    const entry = period === null ? null : await newestEntry({ board, period, userId })
    const state = JSON.stringify([period, entry?.rank, entry?.score])
    if (entry === null || state === told) return { items: [] }
    told = state
    return { items: [entry] }
  }
  return createLiveStream({ bell, read, logger })
}
