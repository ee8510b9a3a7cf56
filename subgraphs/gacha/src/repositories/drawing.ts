import type { Queryable } from '@waystone/kit/postgres'
import type { DrawnItem } from '../domain/draw.js'
import type { Pity } from '../domain/pity.js'
import type { PullOrder, PulledItem } from '../domain/pull-order.js'
import type { NewSeed } from './fairness.js'
import { orderColumns, orderOf, type OrderRow } from './pull-row.js'

/** What a draw starts from: every row is locked until the transaction ends. */
export interface LockedDraw {
  readonly order: PullOrder
  readonly pity: Pity
  readonly seed: {
    readonly id: string
    readonly serverSeed: Buffer
    readonly serverSeedHash: string
    readonly clientSeed: string
    readonly nonce: number
  }
}

/** The two statements of the draw transaction. */
export interface DrawingRepository {
  /**
   * Locks the order, the user's seed and the pity, in this order, and takes the seed's next nonce.
   * Null when the order is no longer RESERVING; then nothing is taken.
   * @param newSeed becomes the user's seed if there is none yet
   */
  lock(tx: Queryable, pullId: string, newSeed: NewSeed): Promise<LockedDraw | null>
  /** Writes the items, the inventory, the pity and the order's new status; answers the items with `duplicate` decided. */
  save(
    tx: Queryable,
    draw: LockedDraw,
    drawn: { items: readonly DrawnItem[]; pity: Pity; now: Date },
  ): Promise<readonly PulledItem[]>
}

export const drawingRepository: DrawingRepository = {
  lock: async (tx, pullId, newSeed) => {
    const { rows } = await tx.query<LockRow>(lockStatement(pullId, newSeed))
    return rows[0] === undefined ? null : lockedDrawOf(rows[0])
  },
  save: async (tx, draw, drawn) => {
    const { rows } = await tx.query<PulledRow>(saveStatement(draw, drawn))
    return rows.map(row => ({
      itemId: row.item_id,
      featured: row.featured,
      duplicate: row.duplicate,
      pullsSinceUltraRare: row.pulls_since_ultra_rare,
    }))
  },
}

interface LockRow extends OrderRow {
  seed_id: string
  server_seed: Buffer
  server_seed_hash: string
  client_seed: string
  nonce: string
  pulls_since_ultra_rare: number
  pulls_since_super_rare: number
  ultra_rare_guaranteed: boolean
  super_rare_guaranteed: boolean
}

/** An upsert that changes nothing both makes a missing row and locks an existing one; each feeds the next, which fixes the order. */
const lockStatement = (pullId: string, newSeed: NewSeed) => ({
  name: 'draw_lock',
  text: `with ordered as materialized (
      select ${orderColumns} from pull p where p.id = $1 and p.status = 'RESERVING' for update
    ), seeded as (
      insert into fairness_seed as s (id, user_id, server_seed, server_seed_hash, client_seed, next_nonce, created_at)
      select $2, user_id, $3, $4, $5, 1, $6 from ordered
      on conflict (user_id) where revealed_at is null do update set next_nonce = s.next_nonce + 1
      returning s.id, s.user_id, s.server_seed, s.server_seed_hash, s.client_seed, s.next_nonce - 1 as nonce
    ), pitied as (
      insert into pity as y (user_id, banner_id, pulls_since_ultra_rare, pulls_since_super_rare, ultra_rare_guaranteed, super_rare_guaranteed)
      select seeded.user_id, ordered.banner_id, 0, 0, false, false from ordered, seeded
      on conflict (user_id, banner_id) do update set pulls_since_ultra_rare = y.pulls_since_ultra_rare
      returning y.*
    )
    select p.*, seeded.id as seed_id, seeded.server_seed, seeded.server_seed_hash, seeded.client_seed, seeded.nonce,
      pitied.pulls_since_ultra_rare, pitied.pulls_since_super_rare, pitied.ultra_rare_guaranteed, pitied.super_rare_guaranteed
    from ordered p, seeded, pitied`,
  values: [pullId, newSeed.id, newSeed.serverSeed, newSeed.serverSeedHash, newSeed.clientSeed, newSeed.createdAt],
})

const lockedDrawOf = (row: LockRow): LockedDraw => ({
  order: orderOf(row),
  pity: {
    pullsSinceUltraRare: row.pulls_since_ultra_rare,
    pullsSinceSuperRare: row.pulls_since_super_rare,
    ultraRareGuaranteed: row.ultra_rare_guaranteed,
    superRareGuaranteed: row.super_rare_guaranteed,
  },
  seed: {
    id: row.seed_id,
    serverSeed: row.server_seed,
    serverSeedHash: row.server_seed_hash,
    clientSeed: row.client_seed,
    nonce: Number(row.nonce),
  },
})

interface PulledRow {
  item_id: string
  featured: boolean
  duplicate: boolean
  pulls_since_ultra_rare: number
}

/** How many of an item one can own: what the schema's Int holds. */
export const QUANTITY_MAX = 2_147_483_647

/** Inventory rows are taken in the order of their ids, as rewards take them, so that the two never deadlock. */
function saveStatement(draw: LockedDraw, drawn: { items: readonly DrawnItem[]; pity: Pity; now: Date }) {
  const { order, seed, pity: pityBefore } = draw
  const { items, pity, now } = drawn
  return {
    name: 'draw_save',
    text: `with drawn as materialized (
        select (index - 1)::int as index, item_id, featured, since,
          row_number() over (partition by item_id order by index) - 1 as earlier
        from unnest($2::uuid[], $3::bool[], $4::int[]) with ordinality as d (item_id, featured, since, index)
      ), owned as (
        insert into inventory_entry as e (user_id, item_id, quantity, first_obtained_at)
        select $5, item_id, count(*), $6 from drawn group by item_id order by item_id
        on conflict (user_id, item_id) do update set quantity = least(e.quantity + excluded.quantity, ${QUANTITY_MAX})
        returning item_id, xmax <> 0 as existed
      ), pitied as (
        update pity set pulls_since_ultra_rare = $8, pulls_since_super_rare = $9, ultra_rare_guaranteed = $10, super_rare_guaranteed = $11
        where user_id = $5 and banner_id = $7
      ), ordered as (
        update pull set status = 'DRAWN', fairness_seed_id = $12, nonce = $13, pity_before = $14::jsonb where id = $1
      ), written as (
        insert into pulled_item (pull_id, index, item_id, featured, duplicate, pulls_since_ultra_rare)
        select $1, drawn.index, item_id, drawn.featured, owned.existed or drawn.earlier > 0, drawn.since
        from drawn join owned using (item_id)
        returning index, item_id, featured, duplicate, pulls_since_ultra_rare
      )
      select item_id, featured, duplicate, pulls_since_ultra_rare from written order by index`,
    values: [
      order.id,
      items.map(item => item.itemId),
      items.map(item => item.featured),
      items.map(item => item.pullsSinceUltraRare),
      order.userId,
      now,
      order.bannerId,
      pity.pullsSinceUltraRare,
      pity.pullsSinceSuperRare,
      pity.ultraRareGuaranteed,
      pity.superRareGuaranteed,
      seed.id,
      seed.nonce,
      JSON.stringify(pityBefore),
    ],
  }
}
