import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import type { ItemKind, Rarity } from '../domain/rarity.js'
import { QUANTITY_MAX } from './drawing.js'
import { groupedBy } from './drawn-pull.js'

export interface InventoryEntry {
  readonly itemId: string
  readonly quantity: number
  readonly firstObtainedAt: Date
}

/** Which of a user's items a page is of; null for all of them. */
export interface InventoryFilter {
  readonly rarity: Rarity | null
  readonly kind: ItemKind | null
}

/** The latest first: up to `limit + 1` of each user. */
export async function findInventoryPages(
  db: Queryable,
  userIds: readonly string[],
  filter: InventoryFilter,
  page: Page,
): Promise<ReadonlyMap<string, readonly InventoryEntry[]>> {
  const { rows } = await db.query<EntryRow>(pageStatement(userIds, filter, page))
  return groupedBy(rows, userIds, row => row.user_id, entryOf)
}

/** By user; a user without any is missing. */
export async function countInventory(
  db: Queryable,
  userIds: readonly string[],
  { rarity, kind }: InventoryFilter,
): Promise<ReadonlyMap<string, number>> {
  const text = `select e.user_id, count(*)::int as count from inventory_entry e join item i on i.id = e.item_id
    where e.user_id = any($1::uuid[]) and ($2::rarity is null or i.rarity = $2)
      and ($3::item_kind is null or i.kind = $3) group by e.user_id`
  const values = [userIds, rarity, kind]
  const { rows } = await db.query<{ user_id: string; count: number }>({ name: 'inventory_count', text, values })
  return new Map(rows.map(row => [row.user_id, row.count]))
}

/** Adds items, and a receipt for each kind of them; those that do not exist are left out and answered. */
export async function addToInventory(
  tx: Queryable,
  gift: {
    userId: string
    items: readonly { itemId: string; quantity: number }[]
    obtainedAt: Date
    /** The reason: a pick-up by its event, a quest by its completion, a mail, or the pull of duplicates. */
    receipt: { source: 'PICK_UP' | 'QUEST' | 'MAIL' | 'DUPLICATE'; reference: string }
  },
): Promise<{ unknownItemIds: readonly string[] }> {
  const { userId, items, obtainedAt, receipt } = gift
  const itemIds = items.map(({ itemId }) => itemId)
  const values = [userId, itemIds, items.map(({ quantity }) => quantity), obtainedAt, receipt.source, receipt.reference]
  const { rows } = await tx.query<{ item_id: string }>({ name: 'inventory_add', text: addText, values })
  const added = new Set(rows.map(row => row.item_id))
  return { unknownItemIds: itemIds.filter(id => !added.has(id)) }
}

const pageStatement = (userIds: readonly string[], filter: InventoryFilter, page: Page) => ({
  name: 'inventory_page',
  text: `select page.* from unnest($1::uuid[]) as wanted (user_id), lateral (
      select e.user_id, e.item_id, e.quantity, e.first_obtained_at from inventory_entry e join item i on i.id = e.item_id
      where e.user_id = wanted.user_id and ($2::rarity is null or i.rarity = $2)
        and ($6::item_kind is null or i.kind = $6)
        and ($3::timestamptz is null or (e.first_obtained_at, e.item_id) < ($3, $4::uuid))
      order by e.first_obtained_at desc, e.item_id desc limit $5
    ) page`,
  values: [userIds, filter.rarity, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1, filter.kind],
})

interface EntryRow {
  user_id: string
  item_id: string
  quantity: string
  first_obtained_at: Date
}

const entryOf = (row: EntryRow): InventoryEntry => ({
  itemId: row.item_id,
  quantity: Number(row.quantity),
  firstObtainedAt: row.first_obtained_at,
})

/**
 * The end of a statement that gives one item, with its receipt: `recorded` has a row with id, user and item where it is
 * given.
 * @param at the parameter with the moment, such as $8
 */
export const givenItem = ({ source, at }: { source: 'EXCHANGE' | 'MILESTONE'; at: string }): string => `, receipt as (
    insert into item_receipt (source, reference, item_id, user_id, quantity, received_at)
    select '${source}', id, item_id, user_id, 1, ${at} from recorded
  )
  insert into inventory_entry as e (user_id, item_id, quantity, first_obtained_at)
  select user_id, item_id, 1, ${at} from recorded
  on conflict (user_id, item_id) do update set quantity = least(e.quantity + 1, ${QUANTITY_MAX})
  returning item_id`

/**
 * In the order of item ids, as draws take them, so that a reward and the statement that draws never deadlock. Where
 * shards follow the draw in its transaction, they may: see giveShards.
 */
const addText = `with gift as (
    select gift.item_id, sum(gift.quantity) as quantity
    from unnest($2::uuid[], $3::bigint[]) as gift (item_id, quantity) join item i on i.id = gift.item_id group by gift.item_id
  ), receipt as (
    insert into item_receipt (source, reference, item_id, user_id, quantity, received_at)
    select $5, $6, item_id, $1, quantity, $4 from gift
  )
  insert into inventory_entry as e (user_id, item_id, quantity, first_obtained_at)
  select $1, item_id, least(quantity, ${QUANTITY_MAX}), $4 from gift order by item_id
  on conflict (user_id, item_id) do update set quantity = least(e.quantity + excluded.quantity, ${QUANTITY_MAX})
  returning item_id`
