import { tellAfterCommit } from '@waystone/kit/live'
import { countAfterCommit, type Queryable } from '@waystone/kit/postgres'
import type { Bar } from '@waystone/jurisdictions'
import type { Undrawable } from '../domain/banner-model/draw-order.js'
import type { Payable, PullOrder } from '../domain/pull-order.js'
import { pullCount } from '../metrics.js'
import { OPEN_AGAIN } from './milestone-claim.js'
import { orderColumns, orderOf, undrawableNames, type OrderRow } from './pull-row.js'
import { RETURNED_TICKETS } from './tickets.js'

/** The scope of the limit over all banners. */
export const ALL_BANNERS = '00000000-0000-0000-0000-000000000000'

/** The topic of subscriptions to a user's pulls. */
export const settledTopic = (userId: string) => ({ topic: 'pull-settled', key: userId })

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
  const reason = undrawable === undefined ? null : undrawableNames[undrawable]
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
