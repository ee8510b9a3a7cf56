import type { Currency } from '@waystone/events'
import type { Bar } from '@waystone/jurisdictions'
import type { Undrawable } from '../domain/banner-model/draw-order.js'
import type { CurrencyKind, Payable, PullOrder, PullStatus } from '../domain/pull-order.js'

/** Columns of an order, of the table `pull p`. */
export const orderColumns = `p.id, p.user_id, p.banner_id, p.banner_version, p.count, p.idempotency_key, p.status, p.currency,
  p.cost, p.created_at, p.available, p.order_name, p.sold_out, p.moved_cost, p.other_prices, p.undrawable, p.price_kind,
  p.odds_named, p.bar, p.ticket_item_id, p.ticket_amount`

/** The reasons of `pull.undrawable`. */
const undrawables = { NO_TARGET: 'noTarget', NO_WISHES: 'noWishes', CLOSED: 'closed' } as const satisfies Record<
  string,
  Undrawable
>
export const undrawableNames: Readonly<Record<Undrawable, keyof typeof undrawables>> = {
  noTarget: 'NO_TARGET',
  noWishes: 'NO_WISHES',
  closed: 'CLOSED',
}

/** Whole numbers beyond 32 bits come as text. */
export interface OrderRow {
  id: string
  user_id: string
  banner_id: string
  banner_version: number
  count: number
  idempotency_key: string
  status: PullStatus
  currency: Currency
  cost: string
  created_at: Date
  available: string | null
  order_name: string | null
  sold_out: boolean
  moved_cost: string | null
  other_prices: readonly Payable[] | null
  price_kind: CurrencyKind | null
  odds_named: boolean
  bar: Bar | null
  undrawable: keyof typeof undrawables | null
  ticket_item_id: string | null
  ticket_amount: string | null
}

export const orderOf = (row: OrderRow): PullOrder => ({
  id: row.id,
  userId: row.user_id,
  bannerId: row.banner_id,
  bannerVersion: row.banner_version,
  count: row.count,
  orderName: row.order_name,
  idempotencyKey: row.idempotency_key,
  status: row.status,
  currency: row.currency,
  cost: Number(row.cost),
  priceKind: row.price_kind,
  otherPrices: row.other_prices ?? [],
  tickets: row.ticket_item_id === null ? null : { itemId: row.ticket_item_id, amount: Number(row.ticket_amount) },
  createdAt: row.created_at,
  available: row.available === null ? null : Number(row.available),
  soldOut: row.sold_out,
  movedCost: row.moved_cost === null ? null : Number(row.moved_cost),
  oddsNamed: row.odds_named,
  bar: row.bar,
  undrawable: row.undrawable === null ? null : undrawables[row.undrawable],
})
