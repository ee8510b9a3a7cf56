import { violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import type { PullOrder } from '../domain/pull-order.js'
import { basisColumns, basisOf, keptColumn, ownedColumn, type BasisRow, type DrawBasis } from './draw-basis-row.js'
import { claimedByOrder, isUnclaimable } from './milestone-claim.js'
import { ALL_BANNERS } from './pull.js'
import { spentTickets } from './tickets.js'

export interface NewPull
  extends Omit<PullOrder, 'status' | 'available' | 'soldOut' | 'movedCost' | 'undrawable' | 'bar'> {
  /** Scopes that the banner's model keeps its memory in; none on a banner with rarities. */
  readonly scopes: readonly string[]
  /** Items of pools that leave out what the user owns. */
  readonly unowned: readonly string[]
  /** The UTC day whose limits it counts towards. */
  readonly day: string
  /** Single pulls in a day, over all banners and on this one; null for no limit. */
  readonly limits: { readonly all: number; readonly banner: number | null }
  /** The limit of the order itself: how many in this day of order_count; null for none. */
  readonly orderLimit: { readonly count: number; readonly day: string } | null
  /** The milestone whose claim it takes; null for an order that is bought. */
  readonly milestone: string | null
  /** If true, it is recorded only if its tickets suffice; else it has its other prices then. */
  readonly onlyTickets: boolean
  readonly recoverAfter: Date
}

/**
 * `basis` is what the draw of a recorded order can start from as things stand; null before the user's first
 * on the banner. `isInTickets` says that its tickets sufficed, and were taken.
 */
export type Recorded =
  | { readonly outcome: 'RECORDED'; readonly basis: DrawBasis | null; readonly isInTickets: boolean }
  | { readonly outcome: 'NOT_RECORDED' }
  | { readonly outcome: 'LIMITED' }
  | { readonly outcome: 'ORDER_LIMITED' }
  | { readonly outcome: 'UNCLAIMED' }

/**
 * Records an order as RESERVING and counts it, or does nothing: NOT_RECORDED when the user's key is taken
 * (also by an order that is committed meanwhile), its banner has another version by now, or it has tickets as its
 * only price and they do not suffice; LIMITED when it would exceed a limit of its day, ORDER_LIMITED when it would
 * exceed that of its order, UNCLAIMED when no claim of its milestone is open.
 */
export async function recordPull(db: Queryable, pull: NewPull): Promise<Recorded> {
  try {
    const { rows } = await db.query<(BasisRow | NoBasisRow) & TicketRow>(recordStatement(pull))
    const [row] = rows
    if (row === undefined) return { outcome: 'NOT_RECORDED' }
    const isInTickets = (row.ticket_amount ?? null) !== null
    return { outcome: 'RECORDED', basis: isWhole(row) ? basisOf(row) : null, isInTickets }
  } catch (error) {
    const violated = violatedConstraint(error)
    if (violated === 'pull_day_limit_check') return { outcome: 'LIMITED' }
    if (violated === 'order_count_limit_check') return { outcome: 'ORDER_LIMITED' }
    if (isUnclaimable(error)) return { outcome: 'UNCLAIMED' }
    throw error
  }
}

/** The first limit that an order of this size would exceed. */
export async function findFullLimit(
  db: Queryable,
  { userId, day, bannerId, count, limits }: Pick<NewPull, 'userId' | 'day' | 'bannerId' | 'count' | 'limits'>,
): Promise<number> {
  const text = 'select pulls from pull_day where user_id = $1 and day = $2 and scope_id = $3'
  const values = [userId, day, bannerId]
  const { rows } = await db.query<{ pulls: number }>({ name: 'pull_day_of_banner', text, values })
  const isBannerFull = limits.banner !== null && (rows[0]?.pulls ?? 0) + count > limits.banner
  return isBannerFull ? limits.banner : limits.all
}

/** The seed, the one after it, or the pity is yet to be made. */
interface NoBasisRow {
  next_server_seed_hash: string | null
  pulls_since_ultra_rare: number | null
}

/**
 * Left out of a row where the order has no price in tickets; null where it has another price as well, which
 * it has taken.
 */
interface TicketRow {
  ticket_amount?: string | null
}

const isWhole = (row: BasisRow | NoBasisRow): row is BasisRow =>
  row.next_server_seed_hash !== null && row.pulls_since_ultra_rare !== null

/**
 * The order first, so that a repeat counts nothing, and only of the version that its price and its odds are
 * from; then its day, whose check constraint undoes the whole statement when a limit is exceeded. Parallel
 * orders of a user wait for each other at the row of the day.
 */
function recordStatement(pull: NewPull) {
  const { scopes, unowned, orderLimit, otherPrices, milestone, tickets, onlyTickets } = pull
  const values: unknown[] = [
    pull.id,
    pull.userId,
    pull.bannerId,
    pull.bannerVersion,
    pull.count,
    pull.idempotencyKey,
    pull.currency,
    pull.cost,
    pull.createdAt,
    pull.day,
    pull.recoverAfter,
    [ALL_BANNERS, pull.bannerId],
    [pull.limits.all, pull.limits.banner],
    pull.orderName,
    pull.priceKind,
    pull.oddsNamed,
  ]
  /** The next parameter, such as $16. */
  const parameter = (value: unknown) => `$${values.push(value)}`
  const kept = scopes.length === 0 ? null : keptColumn({ userId: 'recorded.user_id', scopes: parameter(scopes) })
  const owned = unowned.length === 0 ? null : ownedColumn({ userId: 'recorded.user_id', items: parameter(unowned) })
  const limit = orderLimit === null ? null : { day: parameter(orderLimit.day), count: parameter(orderLimit.count) }
  const prices = otherPrices.length === 0 ? null : parameter(JSON.stringify(otherPrices))
  const claimed = milestone === null ? null : parameter(milestone)
  const ticket = tickets === null ? null : { itemId: parameter(tickets.itemId), amount: parameter(tickets.amount) }
  const spent = ticket === null ? null : spentTickets({ userId: '$2', ...ticket })
  const columns = [
    ...(limit === null ? [] : [', limit_day']),
    ...(prices === null ? [] : [', other_prices']),
    ...(claimed === null ? [] : [', milestone']),
    ...(spent === null ? [] : [', ticket_item_id, ticket_amount']),
  ].join('')
  /** A value of an order that is not paid in tickets. */
  const inCurrency = (value: string, otherwise: string) =>
    ticket === null ? value : `case when held.quantity is null then ${value} else ${otherwise} end`
  const given = [
    ...(limit === null ? [] : [`, ${limit.day}::date`]),
    ...(prices === null ? [] : [`, ${inCurrency(`${prices}::jsonb`, 'null')}`]),
    ...(claimed === null ? [] : [`, ${claimed}::text`]),
    ...(ticket === null
      ? []
      : [`, ${inCurrency('null', `${ticket.itemId}::uuid`)}, ${inCurrency('null', `${ticket.amount}::bigint`)}`]),
  ].join('')
  const name = [
    'pull_record',
    ...(kept === null ? [] : ['kept']),
    ...(owned === null ? [] : ['owned']),
    ...(limit === null ? [] : ['limited']),
    ...(prices === null ? [] : ['priced']),
    ...(claimed === null ? [] : ['claimed']),
    ...(spent === null ? [] : [onlyTickets ? 'only_tickets' : 'tickets']),
  ].join('_')
  return {
    name,
    text: `with ${spent?.before ?? ''}recorded as (
      insert into pull (id, user_id, banner_id, banner_version, count, idempotency_key, status, currency, cost, created_at, day, recover_after, order_name, price_kind, odds_named${columns})
      select $1::uuid, $2::uuid, b.id, b.version, $5::int, $6::text, 'RESERVING', $7::currency, ${inCurrency('$8::bigint', '0')}, $9::timestamptz, $10::date, $11::timestamptz, $14::text, ${inCurrency('$15::currency_kind', 'null')}, $16::boolean${given}
      from banner b${ticket === null ? '' : ` ${onlyTickets ? '' : 'left '}join held on true`} where b.id = $3 and b.version = $4
      on conflict (user_id, idempotency_key) do nothing
      returning id, user_id, banner_id, day, count${ticket === null ? '' : ', ticket_item_id, ticket_amount'}
    ), counted as (
      insert into pull_day (user_id, day, scope_id, pulls, pulls_max)
      select user_id, day, scope.id, count, scope.pulls_max
      from recorded, unnest($12::uuid[], $13::int[]) as scope (id, pulls_max)
      order by scope.id
      on conflict (user_id, day, scope_id)
        do update set pulls = pull_day.pulls + excluded.pulls, pulls_max = excluded.pulls_max
      returning user_id
    )${limit === null ? '' : countedInLimit(limit)}${claimed === null ? '' : claimedByOrder(claimed)}${spent?.after ?? ''}
    select ${basisColumns}${ticket === null ? '' : ', recorded.ticket_amount'}${kept === null ? '' : `, ${kept}`}${owned === null ? '' : `, ${owned}`}
    from recorded
    left join fairness_seed s on s.user_id = recorded.user_id and s.revealed_at is null
    left join pity y on y.user_id = recorded.user_id and y.banner_id = recorded.banner_id`,
    values,
  }
}

/**
 * The row of an order's limit comes after those of the day, here and where orders end without a draw, so that the two
 * never deadlock.
 */
const countedInLimit = ({ day, count }: { day: string; count: string }) => `, limited as (
      insert into order_count (user_id, banner_id, order_name, day, orders, orders_max)
      select user_id, banner_id, $14::text, ${day}::date, 1, ${count}::int
      from recorded, (select count(*) from counted) as first
      on conflict (user_id, banner_id, order_name, day)
        do update set orders = order_count.orders + 1, orders_max = excluded.orders_max
    )`
