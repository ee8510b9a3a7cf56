import type { Currency } from '@waystone/events'
import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import type { Memory } from '../domain/banner-model/memory.js'
import type { Pity } from '../domain/pity.js'
import type { DrawnPull, PulledItem } from '../domain/pull-order.js'
import { orderColumns, orderOf, type OrderRow } from './pull-row.js'
import { seedColumns, seedProofOf, type SeedRow } from './seed-row.js'

/** Which of a user's pulls a page is of; null for those on all banners. */
export interface PullFilter {
  readonly bannerId: string | null
}

/** Orders that have been drawn, as users see them. Orders without items are not found. */
export async function findDrawnPulls(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, DrawnPull>> {
  const text = `select ${columns} from pull p join fairness_seed s on s.id = p.fairness_seed_id where p.id = any($1::uuid[])`
  const { rows } = await db.query<DrawnRow>({ name: 'drawn_by_ids', text, values: [ids] })
  return new Map(rows.map(row => [row.id, drawnPullOf(row)]))
}

/** The latest first: up to `limit + 1` of each user. */
export async function findDrawnPullPages(
  db: Queryable,
  userIds: readonly string[],
  filter: PullFilter,
  page: Page,
): Promise<ReadonlyMap<string, readonly DrawnPull[]>> {
  const { rows } = await db.query<DrawnRow>(pageStatement(userIds, filter, page))
  return groupedBy(rows, userIds, row => row.user_id, drawnPullOf)
}

/** By user; a user without any is missing. */
export async function countDrawnPulls(
  db: Queryable,
  userIds: readonly string[],
  { bannerId }: PullFilter,
): Promise<ReadonlyMap<string, number>> {
  const text = `select user_id, count(*)::int as count from pull
    where user_id = any($1::uuid[]) and nonce is not null and ($2::uuid is null or banner_id = $2) group by user_id`
  const values = [userIds, bannerId]
  const { rows } = await db.query<{ user_id: string; count: number }>({ name: 'drawn_count', text, values })
  return new Map(rows.map(row => [row.user_id, row.count]))
}

/** By pull, in the order in which they were drawn. */
export async function findPulledItems(
  db: Queryable,
  pullIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PulledItem[]>> {
  const text = `select pull_id, item_id, featured, duplicate, pulls_since_ultra_rare, outcome, copy, shard_item_id, shard_amount,
      payout_currency, payout_amount from pulled_item
    where pull_id = any($1::uuid[]) order by pull_id, index`
  const { rows } = await db.query<ItemRow>({ name: 'pulled_items', text, values: [pullIds] })
  return groupedBy(rows, pullIds, row => row.pull_id, pulledItemOf)
}

const columns = `${orderColumns}, p.nonce, p.pity_before, p.memory_before, p.memory_after, ${seedColumns}`

const pageStatement = (userIds: readonly string[], filter: PullFilter, page: Page) => ({
  name: 'drawn_page',
  text: `select page.* from unnest($1::uuid[]) as wanted (user_id), lateral (
      select ${columns} from pull p join fairness_seed s on s.id = p.fairness_seed_id
      where p.user_id = wanted.user_id and p.nonce is not null and ($2::uuid is null or p.banner_id = $2)
        and ($3::timestamptz is null or (p.created_at, p.id) < ($3, $4::uuid))
      order by p.created_at desc, p.id desc limit $5
    ) page`,
  values: [userIds, filter.bannerId, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
})

interface DrawnRow extends OrderRow, SeedRow {
  pity_before: Pity
  memory_before: Memory | null
  memory_after: Memory | null
}

interface ItemRow {
  pull_id: string
  item_id: string
  featured: boolean
  duplicate: boolean
  pulls_since_ultra_rare: number
  outcome: string | null
  copy: number | null
  shard_item_id: string | null
  shard_amount: string | null
  payout_currency: Currency | null
  payout_amount: string | null
}

const drawnPullOf = (row: DrawnRow): DrawnPull => ({
  ...orderOf(row),
  draw: {
    ...seedProofOf(row),
    pityBefore: row.pity_before,
    memory:
      row.memory_before === null || row.memory_after === null
        ? null
        : { before: row.memory_before, after: row.memory_after },
  },
})

const pulledItemOf = (row: ItemRow): PulledItem => ({
  itemId: row.item_id,
  featured: row.featured,
  duplicate: row.duplicate,
  pullsSinceUltraRare: row.pulls_since_ultra_rare,
  outcome: row.outcome,
  copy: row.copy,
  shards: row.shard_item_id === null ? null : { itemId: row.shard_item_id, amount: Number(row.shard_amount) },
  payout: row.payout_currency === null ? null : { currency: row.payout_currency, amount: Number(row.payout_amount) },
})

/** Rows by key, in their order; every key has a list. */
export function groupedBy<Row, Value>(
  rows: readonly Row[],
  keys: readonly string[],
  keyOf: (row: Row) => string,
  valueOf: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map(keys.map((key): [string, Value[]] => [key, []]))
  for (const row of rows) groups.get(keyOf(row))?.push(valueOf(row))
  return groups
}
