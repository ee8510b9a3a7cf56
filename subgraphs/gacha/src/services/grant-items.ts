import type { EventData, Reward } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addToInventory } from '../repositories/inventory.js'
import type { Needs } from './needs.js'

/** Gives the ITEM rewards of a completed quest. The inbox sees to it that this happens once a completion. */
export const grantItems = (
  needs: Pick<Needs, 'logger' | 'clock'>,
  tx: Queryable,
  { userId, completionId, rewards }: EventData<'quest.reward_granted'>,
): Promise<void> => give(needs, tx, { userId, rewards, receipt: { source: 'QUEST', reference: completionId } })

/** Gives the items that a claimed mail carries, likewise once a mail. */
export const grantMailItems = (
  needs: Pick<Needs, 'logger' | 'clock'>,
  tx: Queryable,
  { userId, mailId, rewards }: EventData<'mail.claimed'>,
): Promise<void> => give(needs, tx, { userId, rewards, receipt: { source: 'MAIL', reference: mailId } })

type Gift = Parameters<typeof addToInventory>[1]

async function give(
  needs: Pick<Needs, 'logger' | 'clock'>,
  tx: Queryable,
  { userId, rewards, receipt }: Pick<Gift, 'userId' | 'receipt'> & { readonly rewards: readonly Reward[] },
): Promise<void> {
  const items = rewards.filter(reward => reward.kind === 'ITEM')
  if (items.length === 0) return
  const { unknownItemIds } = await addToInventory(tx, { userId, items, obtainedAt: needs.clock.now(), receipt })
  // The grantor asks findUnknownItems before, and items are never removed; holding up the user's other events would
  // not help.
  if (unknownItemIds.length > 0)
    needs.logger.error({ ...receipt, unknownItemIds }, 'items were granted that do not exist')
}
