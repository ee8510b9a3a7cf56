import type { EventOf } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addToInventory } from '../repositories/inventory.js'
import type { Needs } from './needs.js'

/**
 * Puts an item that a character has picked up into the user's inventory. The inbox sees to it that this
 * happens once.
 */
export async function giveItem(
  needs: Pick<Needs, 'logger' | 'clock'>,
  tx: Queryable,
  { id, data }: EventOf<'item.picked_up'>,
): Promise<void> {
  const { itemId, userId } = data
  const items = [{ itemId, quantity: 1 }]
  const { unknownItemIds } = await addToInventory(tx, {
    userId,
    items,
    obtainedAt: needs.clock.now(),
    receipt: { source: 'PICK_UP', reference: id },
  })
  // The world's content names it, so the content is wrong; holding up the user's other events would not mend it.
  if (unknownItemIds.length > 0)
    needs.logger.error({ eventId: id, unknownItemIds }, 'a character picked up items that do not exist')
}
