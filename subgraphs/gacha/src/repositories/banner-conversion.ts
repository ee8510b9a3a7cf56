import type { Currency } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import type { Ending } from '../domain/banner-model/tallies.js'

/** Points of a user, or the value of a counter, that became currency. */
export interface BannerConversion {
  readonly id: string
  readonly userId: string
  readonly bannerId: string
  readonly currency: Currency
  readonly amount: number
}

/** Banners with something left of tallies, whose current version has closed before a moment. */
export async function findBannersToEnd(db: Queryable, now: Date): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'banners_to_end',
    text: `select b.id from banner b join banner_version v on v.banner_id = b.id and v.version = b.version
      where (v.definition->>'closesAt')::timestamptz <= $1 and exists (
        select from banner_tally t where t.banner_id = b.id and t.kind <> 'MILESTONE' and t.counted > t.spent + t.ended
      ) order by b.id`,
    values: [now],
  })
  return rows.map(({ id }) => id)
}

/** True once points or counters of a banner have begun to end. */
export async function hasConversions(db: Queryable, bannerId: string): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>({
    name: 'banner_has_conversions',
    text: 'select exists (select from banner_conversion where banner_id = $1) as has',
    values: [bannerId],
  })
  return rows[0]?.has === true
}

interface Batch extends Ending {
  readonly bannerId: string
  /** The version that was seen to be closed. */
  readonly version: number
  readonly at: Date
  readonly limit: number
}

/**
 * Ends what is left of a tally, of up to `limit` users, passing over those that another worker is ending and those with
 * an order under way, which may still be drawn. Points of deleted accounts lapse.
 * @returns how many users, and what is to be paid; events of it belong into the same transaction
 */
export async function endTallies(
  tx: Queryable,
  { bannerId, version, kind, name, conversion, at, limit }: Batch,
): Promise<{ readonly users: number; readonly conversions: readonly BannerConversion[] }> {
  const { rows } = await tx.query<ConversionRow>({
    name: 'tallies_end',
    text: endText,
    values: [bannerId, kind, name, limit, conversion?.currency ?? null, conversion?.rate ?? null, at, version],
  })
  const conversions = rows.flatMap(({ id, user_id: userId, currency, amount }) =>
    currency === null ? [] : [{ id, userId, bannerId, currency, amount: Number(amount) }],
  )
  return { users: rows.length, conversions }
}

/** Those that events with these ids pay. */
export async function findConversions(db: Queryable, ids: readonly string[]): Promise<readonly BannerConversion[]> {
  const { rows } = await db.query<ConversionRow & { currency: Currency; banner_id: string }>({
    name: 'conversions_by_id',
    text: `select id, user_id, banner_id, currency, amount from banner_conversion where id = any($1::uuid[]) and currency is not null`,
    values: [ids],
  })
  return rows.map(row => ({
    id: row.id,
    userId: row.user_id,
    bannerId: row.banner_id,
    currency: row.currency,
    amount: Number(row.amount),
  }))
}

/** The largest amount that an event can name. */
const AMOUNT_MAX = Number.MAX_SAFE_INTEGER

interface ConversionRow {
  id: string
  user_id: string
  currency: Currency | null
  amount: string | null
}

/**
 * The row of the banner is shared with other batches, and keeps a new version from opening it again meanwhile. The
 * planner has to see one banner and no milestone: then banner_tally_left_idx has the users in order, and a batch reads
 * no more of it than its users.
 */
const endText = `with closed as materialized (
    select id from banner where id = $1 and version = $8 for share
  ), ending as materialized (
    select t.user_id, t.counted - t.spent - t.ended as points from banner_tally t
    where t.banner_id = (select id from closed) and t.kind = $2 and t.kind <> 'MILESTONE' and t.name = $3 and t.counted > t.spent + t.ended and not exists (
      select from pull p where p.user_id = t.user_id and p.banner_id = t.banner_id and p.status = 'RESERVING')
    order by t.user_id limit $4 for update of t skip locked
  ), ended as (
    update banner_tally t set ended = t.ended + ending.points from ending
    where t.user_id = ending.user_id and t.banner_id = $1 and t.kind = $2 and t.name = $3
    returning t.user_id, ending.points
  )
  insert into banner_conversion (id, user_id, banner_id, kind, name, points, currency, amount, converted_at)
  select gen_random_uuid(), ended.user_id, $1, $2, $3, ended.points,
    case when erased.user_id is null then $5::currency end, case when erased.user_id is null and $6::bigint is not null then least(ended.points * $6::bigint, ${AMOUNT_MAX}) end, $7
  from ended left join erased_user erased on erased.user_id = ended.user_id
  returning id, user_id, currency, amount`
