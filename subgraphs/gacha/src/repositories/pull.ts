import { tellAfterCommit } from '@waystone/kit/live'
import { countAfterCommit, violatedConstraint, type Queryable } from '@waystone/kit/postgres'
import type { Bar } from '@waystone/jurisdictions'
import type { Undrawable } from '../domain/banner-model/draw-order.js'
import type { Payable, PullOrder } from '../domain/pull-order.js'
import { pullCount } from '../metrics.js'
import { basisColumns, basisOf, keptColumn, ownedColumn, type BasisRow, type DrawBasis } from './draw-basis-row.js'
import { claimedByOrder, isUnclaimable, OPEN_AGAIN } from './milestone-claim.js'
import { orderColumns, orderOf, type OrderRow } from './pull-row.js'
import { RETURNED_TICKETS, spentTickets } from './tickets.js'

/** The scope of the limit over all banners. */
export const ALL_BANNERS = '00000000-0000-0000-0000-000000000000'

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

/** The topic of subscriptions to a user's pulls. */
export const settledTopic = (userId: string) => ({ topic: 'pull-settled', key: userId })

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

export async function findPullByKey(db: Queryable, userId: string, idempotencyKey: string): Promise<PullOrder | null> {
  const text = `select ${orderColumns} from pull p where p.user_id = $1 and p.idempotency_key = $2`
  const { rows } = await db.query<OrderRow>({ name: 'pull_by_key', text, values: [userId, idempotencyKey] })
  return rows[0] === undefined ? null : orderOf(rows[0])
}

export async function findPull(db: Queryable, id: string): Promise<PullOrder | null> {
  const text = `select ${orderColumns} from pull p where p.id = $1`
  const { rows } = await db.query<OrderRow>({ name: 'pull_by_id', text, values: [id] })
  return rows[0] === undefined ? null : orderOf(rows[0])
}

/** The orders that are neither drawn nor refused nor released; `oldestAt` is null when there are none. */
export async function findUnfinishedPulls(db: Queryable): Promise<{ pulls: number; oldestAt: Date | null }> {
  const text = `select count(*)::int as pulls, min(created_at) as oldest_at from pull where status in ('RESERVING', 'RELEASING')`
  const { rows } = await db.query<{ pulls: number; oldest_at: Date | null }>({ name: 'unfinished_pulls', text })
  return { pulls: rows[0]?.pulls ?? 0, oldestAt: rows[0]?.oldest_at ?? null }
}

// Each change of status is one statement that names the status it starts from, so that it happens once.

/** Keeps which of an order's prices was taken, or refused. Users answers the same at every repeat. */
export async function choosePrice(db: Queryable, id: string, { currency, amount, kind }: Payable): Promise<void> {
  const text = `update pull set currency = $2::currency, cost = $3, price_kind = $4::currency_kind where id = $1 and status = 'RESERVING'`
  await db.query({ name: 'pull_choose_price', text, values: [id, currency, amount, kind ?? null] })
}

/** An order, and which statement takes it off its counts: those of a model may have a limit of their own. */
type Ended = Pick<PullOrder, 'id' | 'orderName' | 'tickets'>

/** RESERVING → REFUSED; it no longer counts towards the limits. */
export async function refusePull(
  db: Queryable,
  order: Ended,
  { available, bar = null }: { available: number; bar?: Bar | null | undefined },
): Promise<void> {
  const update = `update pull set status = 'REFUSED', available = $2, bar = $3::jsonb where id = $1 and status = 'RESERVING'`
  const values = [order.id, available, bar === null ? null : JSON.stringify(bar)]
  const statement = { ...uncounting('pull_refuse', update, order), values }
  if ((await db.query(statement)).rowCount === 1) countAfterCommit(db, pullCount('REFUSED'))
}

/** Why an order is given up, kept for repeats. An order whose banner has closed has neither reason. */
export interface GivenUp {
  /** The banner has too little left for it. */
  readonly soldOut?: boolean
  /** The price that its order has moved on to. */
  readonly movedCost?: number
  /** No order can be drawn from the memory of its user. */
  readonly undrawable?: Undrawable
}

/** RESERVING → RELEASING. */
export async function startRelease(
  db: Queryable,
  id: string,
  { soldOut = false, movedCost, undrawable }: GivenUp = {},
): Promise<void> {
  const text = `update pull set status = 'RELEASING', sold_out = $2, moved_cost = $3, undrawable = $4 where id = $1 and status = 'RESERVING'`
  const reason = undrawable === undefined ? null : undrawable === 'closed' ? 'CLOSED' : 'NO_TARGET'
  await db.query({ name: 'pull_start_release', text, values: [id, soldOut, movedCost ?? null, reason] })
}

/** RESERVING or RELEASING → RELEASED; it no longer counts towards the limits, and its tickets are back. */
export async function finishRelease(db: Queryable, order: Ended): Promise<void> {
  const update = `update pull set status = 'RELEASED' where id = $1 and status in ('RESERVING', 'RELEASING')`
  const statement = { ...uncounting('pull_finish_release', update, order), values: [order.id] }
  if ((await db.query(statement)).rowCount === 1) countAfterCommit(db, pullCount('RELEASED'))
}

/** DRAWN → SETTLED. Tells them in the order given, each once: a statement returns its rows in that of an index. */
export async function settlePulls(tx: Queryable, ids: readonly string[]): Promise<void> {
  const text = `update pull set status = 'SETTLED' where id = any($1::uuid[]) and status = 'DRAWN' returning id, user_id`
  const { rows } = await tx.query<{ id: string; user_id: string }>({ name: 'pull_settle', text, values: [ids] })
  const userIds = new Map(rows.map(({ id, user_id }) => [id, user_id]))
  for (const id of new Set(ids)) {
    const userId = userIds.get(id)
    if (userId !== undefined) tellAfterCommit(tx, { ...settledTopic(userId), id })
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

/**
 * Takes up to `limit` unfinished orders whose time has come, passing over those that another worker is taking, and
 * puts their next time off: by `backoffMs`, doubled with each attempt, at most 64 times.
 */
export async function claimUnfinishedPulls(
  db: Queryable,
  { now, limit, backoffMs }: { now: Date; limit: number; backoffMs: number },
): Promise<readonly PullOrder[]> {
  const text = `update pull p
    set attempts = p.attempts + 1, recover_after = $1::timestamptz + make_interval(secs => $3::float8 / 1000 * 2 ^ least(p.attempts, 6))
    where p.id = any (array(
      select id from pull where status in ('RESERVING', 'RELEASING') and recover_after <= $1
      order by recover_after limit $2 for update skip locked
    )) returning ${orderColumns}`
  const { rows } = await db.query<OrderRow>({ name: 'pull_claim', text, values: [now, limit, backoffMs] })
  return rows.map(orderOf)
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

/**
 * Ends an order, answers a row if it was not ended before, and takes it off its day: the scope of all banners
 * first, as recording does, so that the two never deadlock. An order with a limit is taken off that as well, and one
 * that was paid in tickets gives them back.
 */
function uncounting(name: string, update: string, { orderName, tickets }: Ended): { name: string; text: string } {
  const isOfModel = orderName !== null
  const hasTickets = tickets !== null
  return {
    name: `${name}${isOfModel ? '_order' : ''}${hasTickets ? '_tickets' : ''}`,
    text: `with ended as (${update} returning user_id, day, banner_id, count${isOfModel ? ', order_name, limit_day, milestone' : ''}${hasTickets ? ', ticket_item_id, ticket_amount, created_at' : ''}),
  ${hasTickets ? `${RETURNED_TICKETS}, ` : ''}all_banners as (
    update pull_day d set pulls = d.pulls - ended.count from ended${hasTickets ? ', (select count(*) from returned) as before' : ''}
    where d.user_id = ended.user_id and d.day = ended.day and d.scope_id = '${ALL_BANNERS}'
    returning ended.user_id, ended.day, ended.banner_id, ended.count
  ), this_banner as (
    update pull_day d set pulls = d.pulls - counted.count from all_banners counted
    where d.user_id = counted.user_id and d.day = counted.day and d.scope_id = counted.banner_id
  ${isOfModel ? TAKEN_OFF_LIMIT : ')'}
  select from ended`,
  }
}

const TAKEN_OFF_LIMIT = `  returning d.user_id
  ), this_order as (
    update order_count c set orders = c.orders - 1 from ended, (select count(*) from this_banner) as first
    where c.user_id = ended.user_id and c.banner_id = ended.banner_id and c.order_name = ended.order_name and c.day = ended.limit_day
  )${OPEN_AGAIN}`
