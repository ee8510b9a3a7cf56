import type { Queryable } from '@waystone/kit/postgres'
import type { PulledItem, PullOrder } from '../domain/pull-order.js'
import { addToInventory } from './inventory.js'

/**
 * Gives the shards of an order's duplicates, with a receipt for each item that they are of, and notes them
 * at the pulled items. To be called in the transaction that has drawn the order, so that it happens as
 * often as the draw: once.
 *
 * The draw has locked the inventory rows of its items, and those of shards are locked after them, whatever their ids
 * are. A reward of the same user that gives a drawn item and its shards at the same moment can deadlock with it:
 * Postgres ends one of the two after deadlock_timeout, and withTransaction runs that one again.
 */
export async function giveShards(
  tx: Queryable,
  { order, items, at }: { order: PullOrder; items: readonly PulledItem[]; at: Date },
): Promise<void> {
  const granted = items.flatMap(({ shards }, index) => (shards === null ? [] : [{ ...shards, index }]))
  if (granted.length === 0) return
  const { unknownItemIds } = await addToInventory(tx, {
    userId: order.userId,
    items: granted.map(({ itemId, amount: quantity }) => ({ itemId, quantity })),
    obtainedAt: at,
    receipt: { source: 'DUPLICATE', reference: order.id },
  })
  if (unknownItemIds.length > 0) throw new Error(`Items ${unknownItemIds.join(', ')} are gone`)
  await tx.query({
    name: 'pulled_item_shards',
    text: `update pulled_item i set shard_item_id = g.item_id, shard_amount = g.amount
      from unnest($2::int[], $3::uuid[], $4::bigint[]) as g (index, item_id, amount)
      where i.pull_id = $1 and i.index = g.index`,
    values: [
      order.id,
      granted.map(({ index }) => index),
      granted.map(({ itemId }) => itemId),
      granted.map(({ amount }) => amount),
    ],
  })
}
