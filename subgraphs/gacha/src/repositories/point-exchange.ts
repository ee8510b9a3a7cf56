import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import { givenItem } from './inventory.js'

/** An item that a user got for points. */
export interface PointExchange {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly bannerVersion: number
  readonly exchange: string
  readonly itemId: string
  readonly cost: number
  readonly exchangedAt: Date
}

/**
 * Takes the points and gives the item, in one statement. False, and nothing has happened, where the id is taken, the
 * banner has another version, or the points or the limit do not suffice.
 * @param limit exchanges of a user, over all versions of the banner
 */
export async function recordExchange(db: Queryable, given: PointExchange, limit: number | null): Promise<boolean> {
  const { id, userId, bannerId, bannerVersion, exchange, itemId, cost, exchangedAt } = given
  const values = [id, userId, bannerId, bannerVersion, exchange, itemId, cost, exchangedAt, limit]
  try {
    return (await db.query({ name: 'exchange_record', text: recordText, values })).rowCount === 1
  } catch (error) {
    if (violatedConstraint(error) === 'point_exchange_pkey') return false
    throw error
  }
}

export async function findExchange(db: Queryable, id: string): Promise<PointExchange | null> {
  const { rows } = await db.query<ExchangeRow>({
    name: 'exchange_by_id',
    text: `select id, user_id, banner_id, banner_version, exchange, item_id, cost, exchanged_at from point_exchange where id = $1`,
    values: [id],
  })
  const [row] = rows
  if (row === undefined) return null
  return {
    id: row.id,
    userId: row.user_id,
    bannerId: row.banner_id,
    bannerVersion: row.banner_version,
    exchange: row.exchange,
    itemId: row.item_id,
    cost: Number(row.cost),
    exchangedAt: row.exchanged_at,
  }
}

interface ExchangeRow {
  id: string
  user_id: string
  banner_id: string
  banner_version: number
  exchange: string
  item_id: string
  cost: string
  exchanged_at: Date
}

/**
 * The row of the points decides: exchanges of a user wait for each other there, and the end of the banner takes the
 * same row. Then the inventory, as in a draw.
 */
const recordText = `with current as (
    select id from banner where id = $3 and version = $4
  ), paid as (
    update banner_tally t set spent = t.spent + $7::bigint, uses = t.uses + 1 from current
    where t.user_id = $2 and t.banner_id = current.id and t.kind = 'EXCHANGE' and t.name = $5
      and t.counted - t.spent - t.ended >= $7::bigint and ($9::bigint is null or t.uses < $9::bigint)
    returning t.user_id, t.banner_id
  ), recorded as (
    insert into point_exchange (id, user_id, banner_id, banner_version, exchange, item_id, cost, exchanged_at)
    select $1, user_id, banner_id, $4, $5, $6, $7, $8 from paid
    returning id, user_id, item_id
  )${givenItem({ source: 'EXCHANGE', at: '$8' })}`
