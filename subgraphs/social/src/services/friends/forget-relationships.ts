import type { Queryable } from '@waystone/kit/postgres'
import { hasBlocked, otherOf, recount, showsTo, strangers, type Counts } from '../../domain/relationship.js'
import { lockPlayers, saveCounts } from '../../repositories/player.js'
import { listRelationships, saveRelationship } from '../../repositories/relationship.js'
import type { Needs } from '../needs.js'
import { tellBlocks } from './tell-blocks.js'

/**
 * Ends all that is between a user whose account is deleted and others, and takes it off their counts. The caller has
 * noted the deletion, so that nothing comes anew once the locks are there.
 */
export async function forgetRelationships(
  needs: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  userId: string,
): Promise<void> {
  const othersNow = async () => (await listRelationships(tx, userId)).map(between => otherOf(between, userId))
  const others = await othersNow()
  const players = new Map(await lockPlayers(tx, [userId, ...others]))
  // A relationship that was being made when the others were read: its user is locked after all, too.
  const late = (await othersNow()).filter(other => !others.includes(other))
  if (late.length > 0) for (const [id, counts] of await lockPlayers(tx, late)) players.set(id, counts)
  const changed = new Map<string, Counts>()
  const shown = new Set<string>()
  const blockers: string[] = []
  for (const before of await listRelationships(tx, userId)) {
    const other = otherOf(before, userId)
    const after = strangers(before.lowId, before.highId)
    const counts = players.get(other)
    if (counts !== undefined) changed.set(other, recount(counts, { before, after, userId: other }))
    if (hasBlocked(before, other)) blockers.push(other)
    if (showsTo(other, { before, after })) shown.add(other)
    await saveRelationship(tx, after)
  }
  await saveCounts(tx, changed, shown)
  await tellBlocks(needs, tx, blockers)
}
