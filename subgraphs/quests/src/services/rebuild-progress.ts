import { withTransaction } from '@waystone/kit/postgres'
import { applyEvent, newPlayer, type Completion } from '../domain/apply-event.js'
import { findOutsideEvents } from '../repositories/game-event.js'
import { lockPlayer } from '../repositories/player.js'
import { replaceFolded } from '../repositories/recording.js'
import type { Needs } from './needs.js'

/** Events read at once. */
const EVENTS_MAX = 1_000

/**
 * Folds a user's recorded events anew and replaces progress and completions by what follows from them, in one transaction
 * that keeps the user's new events waiting. Nobody is told anything: whatever was granted was granted when it happened.
 * @returns how many events from outside were folded
 */
export async function rebuildProgress(needs: Pick<Needs, 'pool' | 'catalogs'>, userId: string): Promise<number> {
  return await withTransaction(needs.pool, async tx => {
    await lockPlayer(tx, userId)
    const completions = new Map<string, Completion>()
    let state = newPlayer(userId)
    let folded = 0
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
      folded += events.length
      const last = events.at(-1)
      if (last === undefined || events.length < EVENTS_MAX) break
      after = last.sequence
    }
    await replaceFolded(tx, {
      userId,
      timeZone: state.timeZone,
      progress: [...state.progress.values()],
      completions: [...completions.values()],
    })
    return folded
  })
}
