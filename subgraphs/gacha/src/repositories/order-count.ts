import type { Queryable } from '@waystone/kit/postgres'

/** An order with a limit, and the day that it is counted in. */
export interface CountedOrder {
  readonly userId: string
  readonly bannerId: string
  readonly orderName: string
  /** A UTC day, or `infinity`. */
  readonly day: string
}

/**
 * Counts of these orders towards their limits, in the order asked for.
 * @param db the primary: a player who has just ordered must see what is left
 */
export async function findOrderCounts(db: Queryable, wanted: readonly CountedOrder[]): Promise<readonly number[]> {
  const { rows } = await db.query<{ place: string; orders: number }>({
    name: 'order_counts',
    text: `select w.place, c.orders
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[]) with ordinality as w (user_id, banner_id, order_name, day, place)
      join order_count c using (user_id, banner_id, order_name, day)`,
    values: [
      wanted.map(({ userId }) => userId),
      wanted.map(({ bannerId }) => bannerId),
      wanted.map(({ orderName }) => orderName),
      wanted.map(({ day }) => day),
    ],
  })
  const found = new Map(rows.map(({ place, orders }) => [Number(place), orders]))
  return wanted.map((_, index) => found.get(index + 1) ?? 0)
}
