import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { eventIdOf } from '../../domain/apply-event.js'
import { REWARD_GRANTED } from '../../domain/catalog.js'
import { derivedId } from '../../domain/derived-id.js'
import { lastPrizeRank, rewardsOfRank } from '../../domain/leaderboards/leaderboard.js'
import {
  insertPrizes,
  lockUnsettled,
  notePaid,
  type PaidPrize,
  type Unsettled,
} from '../../repositories/leaderboards/period.js'
import { rankKeyOf } from '../../domain/leaderboards/rank.js'
import { findEntries } from '../../repositories/leaderboards/rank.js'
import type { Needs } from '../needs.js'
import { recordable, recordEvents } from '../record-event.js'

/** Ranks of one transaction. */
export const RANKS_PER_PAGE = 100

type Payer = Pick<Needs, 'pool' | 'catalogs' | 'boards' | 'clock'>

/** Grants the prizes of closed periods that are still to be granted. */
export async function payPrizes(needs: Payer): Promise<void> {
  while (await payPage(needs)) continue
}

/**
 * Grants the prizes of the next ranks of one period, in one transaction with how far it has come: a process
 * that dies in between has granted whole pages, and the next one goes on after them.
 * @returns whether there was a period with prizes to grant
 */
export const payPage = (needs: Payer): Promise<boolean> =>
  withTransaction(needs.pool, async tx => {
    const unsettled = await lockUnsettled(tx)
    if (unsettled === null) return false
    const { board, period, definition, paidRank, paidKey } = unsettled
    const limit = Math.min(RANKS_PER_PAGE, lastPrizeRank(definition) - paidRank)
    const [entries = []] = await findEntries(tx, { asked: [{ board, period }], after: paidKey, limit })
    const at = needs.clock.now()
    // Not the rank of the row: an entry that is ahead may have been removed with its account since the page before.
    const ranked = entries.map((entry, index) => ({ ...entry, rank: paidRank + 1 + index }))
    const prizes = ranked.flatMap(({ rank, userId }): PaidPrize[] => {
      const rewards = rewardsOfRank(definition, rank)
      const id = derivedId('leaderboard-prize', unsettled.leaderboardId, period, userId)
      return rewards.length === 0 ? [] : [{ id, board, period, rank, userId, rewards, grantedAt: at }]
    })
    await grant(needs, tx, unsettled, prizes)
    const last = ranked.at(-1)
    const rank = last?.rank ?? paidRank
    await notePaid(tx, {
      board,
      period,
      rank,
      key: last === undefined ? paidKey : rankKeyOf(last),
      settledAt: entries.length < limit || rank >= lastPrizeRank(definition) ? at : null,
    })
    return true
  })

/**
 * Records and tells for each prize that the period has ended for the user, and the rewards: by the same event
 * as those of quests, with the board in place of the quest and the prize in place of the completion.
 */
async function grant(
  needs: Pick<Needs, 'catalogs' | 'boards'>,
  tx: Queryable,
  { leaderboardId }: Unsettled,
  prizes: readonly PaidPrize[],
): Promise<void> {
  if (prizes.length === 0) return
  const events = prizes.flatMap(({ id, userId, rank, rewards, grantedAt: occurredAt }) => [
    newEvent('season.ended', {
      id: derivedId('season.ended', id),
      occurredAt,
      data: { userId, leaderboardId, rank },
    }),
    newEvent(REWARD_GRANTED, {
      id: eventIdOf(REWARD_GRANTED, id),
      occurredAt,
      data: { userId, questId: leaderboardId, completionId: id, rewards: [...rewards] },
    }),
  ])
  await recordEvents(needs, tx, events.map(recordable))
  await appendEvents(tx, events)
  await insertPrizes(tx, prizes)
}
