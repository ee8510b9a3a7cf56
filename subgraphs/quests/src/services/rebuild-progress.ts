import { withTransaction } from '@waystone/kit/postgres'
import { applyEvent, newPlayer, type Completion } from '../domain/apply-event.js'
import { findOutsideEvents } from '../repositories/game-event.js'
import { countPlayers, findPlayerIds, lockPlayer } from '../repositories/player.js'
import { correctFolded } from '../repositories/rebuilding.js'
import type { Needs } from './needs.js'

/** Events read at once. */
const EVENTS_MAX = 1_000
/** Ids of users read at once. */
const USERS_MAX = 1_000

export interface Rebuilt {
  readonly userId: string
  /** Events from outside that were folded. */
  readonly events: number
  /** Rows that were wrong, missing or too many. */
  readonly changed: number
}

/**
 * Folds a user's recorded events again and corrects progress and completions to the result, in one
 * transaction that keeps the user's new events waiting. It publishes no events: rewards are granted already.
 */
export async function rebuildProgress(needs: Pick<Needs, 'pool' | 'catalogs'>, userId: string): Promise<Rebuilt> {
  return await withTransaction(needs.pool, async tx => {
    const { isErased } = await lockPlayer(tx, userId)
    // Without the time zones that its days went by, folding would come to something else.
    if (isErased) return { userId, events: 0, changed: 0 }
    const completions = new Map<string, Completion>()
    let state = newPlayer(userId)
    let count = 0
    for (let after = 0; ; ) {
      const events = await findOutsideEvents(tx, { userId, after, limit: EVENTS_MAX })
      for (const event of events) {
        const applied = applyEvent(state, event, await needs.catalogs.at(tx, event.catalogRevision))
        state = applied.state
        for (const completion of applied.completions) completions.set(completion.id, completion)
        for (const { completionId, claimedAt } of applied.claims) {
          const completion = completions.get(completionId)
          if (completion !== undefined) completions.set(completionId, { ...completion, claimedAt })
        }
      }
      count += events.length
      const last = events.at(-1)
      if (last === undefined || events.length < EVENTS_MAX) break
      after = last.sequence
    }
    const changed = await correctFolded(tx, {
      userId,
      calendar: state.calendar,
      progress: [...state.progress.values()],
      completions: [...completions.values()],
    })
    return { userId, events: count, changed }
  })
}

/** Rebuilds every user after `after` by id, one at a time, so that an interrupted caller can resume. */
export async function* rebuildEveryone(
  needs: Pick<Needs, 'pool' | 'catalogs'>,
  after: string | null,
): AsyncGenerator<Rebuilt> {
  for (let last = after; ; ) {
    const userIds = await findPlayerIds(needs.pool, { after: last, limit: USERS_MAX })
    for (const userId of userIds) yield await rebuildProgress(needs, userId)
    if (userIds.length < USERS_MAX) return
    last = userIds.at(-1) ?? null
  }
}

/** How many users `rebuildEveryone` has before it. */
export const countToRebuild = (needs: Pick<Needs, 'pool'>, after: string | null): Promise<number> =>
  countPlayers(needs.pool, { after })
