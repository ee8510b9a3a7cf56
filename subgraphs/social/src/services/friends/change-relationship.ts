import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { exceededLimit, recount, showsTo, type Counts, type Relationship } from '../../domain/relationship.js'
import { lockPlayers, saveCounts } from '../../repositories/player.js'
import { findRelationship, saveRelationship } from '../../repositories/relationship.js'
import type { Needs } from '../needs.js'

export type Changed =
  | { readonly outcome: 'CHANGED'; readonly before: Relationship; readonly after: Relationship }
  /** The account of either is deleted. */
  | { readonly outcome: 'GONE' }
  | { readonly outcome: 'LIMITED'; readonly limit: keyof Counts; readonly userId: string }

/**
 * Changes what is between two users under the locks of both: changes that happen at once follow each other. A change
 * that returns the same object writes nothing.
 * @param follow called in the transaction once the change is written
 */
export const changeRelationship = async (
  { pool }: Pick<Needs, 'pool'>,
  { userIds: [one, other], change, follow }: Change,
): Promise<Changed> =>
  await withTransaction(pool, async tx => {
    const players = await lockPlayers(tx, [one, other])
    if (players.size < 2) return { outcome: 'GONE' }
    const before = await findRelationship(tx, one, other)
    const after = change(before)
    if (after !== before) {
      const counts = new Map<string, Counts>()
      for (const [userId, count] of players) {
        const next = recount(count, { before, after, userId })
        const limit = exceededLimit(count, next)
        if (limit !== null) return { outcome: 'LIMITED', limit, userId }
        counts.set(userId, next)
      }
      await saveRelationship(tx, after)
      const shown = [one, other].filter(userId => showsTo(userId, { before, after }))
      await saveCounts(tx, counts, new Set(shown))
    }
    await follow?.(tx, { before, after })
    return { outcome: 'CHANGED', before, after }
  })

interface Change {
  readonly userIds: readonly [string, string]
  readonly change: (between: Relationship) => Relationship
  readonly follow?: (tx: Queryable, of: { before: Relationship; after: Relationship }) => Promise<void>
}
