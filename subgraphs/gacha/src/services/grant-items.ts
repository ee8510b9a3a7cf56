import type { EventData } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addToInventory } from '../repositories/inventory.js'
import type { Needs } from './needs.js'

/** Gives the ITEM rewards of a completed quest. The inbox sees to it that this happens once a completion. */
export async function grantItems(
  needs: Pick<Needs, 'logger' | 'clock'>,
  tx: Queryable,
  { userId, completionId, rewards }: EventData<'quest.reward_granted'>,
): Promise<void> {
  const items = rewards.filter(reward => reward.kind === 'ITEM')
  if (items.length === 0) return
  const { unknownItemIds } = await addToInventory(tx, {
    userId,
    items,
    obtainedAt: needs.clock.now(),
    receipt: { source: 'QUEST', reference: completionId },
  })
  // quests asks findUnknownItems before it publishes, and items are never removed; holding up the user's
  // other events would not help.
  if (unknownItemIds.length > 0)
    needs.logger.error({ completionId, unknownItemIds }, 'a quest rewarded items that do not exist')
}
