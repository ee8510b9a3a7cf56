import type { Queryable } from '@waystone/kit/postgres'
import { QUANTITY_MAX } from './drawing.js'

/**
 * Parts of the statement that records an order at a price in tickets. The row of the inventory is locked
 * before the order is recorded: a lock that had to wait answers the row as it is then, or none where it has
 * too few left, so the order and the tickets agree. The lock comes before those of the day, here and in
 * `RETURNED_TICKETS`, so that the two never deadlock.
 * @param p the parameters, such as $15: the user, the item, how many
 */
export const spentTickets = (p: { userId: string; itemId: string; amount: string }) => ({
  /** Before the order: one row if the tickets suffice. */
  before: `held as materialized (
      select quantity from inventory_entry
      where user_id = ${p.userId}::uuid and item_id = ${p.itemId}::uuid and quantity >= ${p.amount}::bigint for update
    ), `,
  /** After it. An entry of an inventory is never 0. */
  after: `, spent as (
      update inventory_entry e set quantity = e.quantity - recorded.ticket_amount from recorded, held
      where e.user_id = recorded.user_id and e.item_id = recorded.ticket_item_id and held.quantity > recorded.ticket_amount
    ), emptied as (
      delete from inventory_entry e using recorded, held
      where e.user_id = recorded.user_id and e.item_id = recorded.ticket_item_id and held.quantity = recorded.ticket_amount
    )`,
})

/** A part of the statement that ends an order as RELEASED: `ended` is its row. */
export const RETURNED_TICKETS = `returned as (
    insert into inventory_entry as e (user_id, item_id, quantity, first_obtained_at)
    select user_id, ticket_item_id, ticket_amount, created_at from ended where ticket_item_id is not null
    on conflict (user_id, item_id) do update set quantity = least(e.quantity + excluded.quantity, ${QUANTITY_MAX})
    returning 1
  )`

/** How many a user has of an item, in the order asked for. */
export async function findQuantities(
  db: Queryable,
  wanted: readonly { readonly userId: string; readonly itemId: string }[],
): Promise<readonly number[]> {
  const text = `select e.user_id, e.item_id, e.quantity from inventory_entry e
    join (select distinct * from unnest($1::uuid[], $2::uuid[]) as w (user_id, item_id)) wanted using (user_id, item_id)`
  const values = [wanted.map(({ userId }) => userId), wanted.map(({ itemId }) => itemId)]
  const { rows } = await db.query<{ user_id: string; item_id: string; quantity: string }>({
    name: 'inventory_quantities',
    text,
    values,
  })
  return wanted.map(({ userId, itemId }) => {
    const row = rows.find(each => each.user_id === userId && each.item_id === itemId)
    return Number(row?.quantity ?? 0)
  })
}
