import { countEvents, eventParameters, insertEvents, type EventEnvelope } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { DrawnMemory, KeptMemory } from '../domain/banner-model/kept-memory.js'
import type { Tallied } from '../domain/banner-model/tallies.js'
import type { Pity } from '../domain/pity.js'
import type { PullOrder, PulledItem } from '../domain/pull-order.js'
import { withSeedInUse, type NewSeed } from './fairness.js'
import {
  basisColumns,
  basisOf,
  keptColumn,
  keptOf,
  ownedColumn,
  type BasisRow,
  type DrawBasis,
  type KeptRow,
} from './draw-basis-row.js'
import { orderColumns, orderOf, type OrderRow } from './pull-row.js'
import { talliedInDraw, tallyParameters } from './tally.js'

/** A basis whose rows are locked until the transaction ends. */
export interface LockedDraw extends DrawBasis {
  readonly order: PullOrder
}

/** Rows beside pity and seed that a draw starts from. */
export interface DrawReads {
  /** Scopes of the banner's memory. */
  readonly scopes: readonly string[]
  /** Items of pools that leave out what the user owns. */
  readonly unowned: readonly string[]
}

/** An item as it is drawn: what it is to the user shows where it comes into the inventory. */
export type DrawnItem = Omit<PulledItem, 'duplicate' | 'copy' | 'shards' | 'payout'>

/** The results of a draw, and the moment and the events that are saved with them. */
interface Drawn {
  readonly items: readonly DrawnItem[]
  readonly pity: Pity
  /** Null on a banner with rarities. */
  readonly memory: DrawnMemory | null
  /** Points and other counts; none on a banner with rarities. */
  readonly tallies: readonly Tallied[]
  readonly now: Date
  readonly events: readonly EventEnvelope[]
}

/**
 * Locks the order, the user's seed and the pity, in this order, until the transaction ends. Null when the order
 * is no longer RESERVING.
 * @param newSeed becomes the user's seed if there is none yet
 * @param reads every draw of a user holds the seed's lock, so what they read needs none of its own
 */
export async function lockDraw(
  tx: Queryable,
  pullId: string,
  { newSeed, scopes, unowned }: { newSeed: NewSeed } & DrawReads,
): Promise<LockedDraw | null> {
  const locked = await withSeedInUse(tx, newSeed, async () => {
    const { rows } = await tx.query<LockRow>(lockStatement(pullId))
    if (rows[0] === undefined) return null
    return rows[0].seed_id === null ? undefined : lockedDrawOf(rows[0])
  })
  if (locked === null || (scopes.length === 0 && unowned.length === 0)) return locked
  // A statement of its own: that which waited for the lock sees the rows from before it waited.
  const { rows } = await tx.query<Pick<BasisRow, 'owned'> & { kept: KeptRow }>({
    name: `draw_kept${unowned.length === 0 ? '' : '_owned'}`,
    text: `select ${keptColumn({ userId: '$1', scopes: '$2' })}${unowned.length === 0 ? '' : `, ${ownedColumn({ userId: '$1', items: '$3' })}`}`,
    values: [locked.order.userId, scopes, ...(unowned.length === 0 ? [] : [unowned])],
  })
  return { ...locked, kept: keptOf(rows[0]?.kept), owned: rows[0]?.owned ?? [] }
}

/**
 * Locks the order and the user's seed, takes the nonce, and writes the items, the inventory, the pity, what a model
 * remembers, the order's new status and the events; answers the items with `duplicate` decided. Null, and nothing is
 * written, when the order is no longer RESERVING or the seed has moved on: then the draw began from a basis
 * that is no more. Without lockDraw before, this one statement suffices where the basis is known and no other
 * draw of the user runs.
 */
export async function saveDraw(db: Queryable, draw: LockedDraw, drawn: Drawn): Promise<readonly PulledItem[] | null> {
  const { rows } = await db.query<PulledRow>(saveStatement(draw, drawn))
  if (rows.length === 0) return null
  countEvents(db, drawn.events)
  return rows.map(row => ({
    itemId: row.item_id,
    featured: row.featured,
    duplicate: row.duplicate,
    pullsSinceUltraRare: row.pulls_since_ultra_rare,
    outcome: row.outcome,
    copy: row.copy ?? null,
    shards: null,
    payout: null,
  }))
}

type LockRow = OrderRow & (BasisRow | { seed_id: null })

/**
 * Each part feeds the next, which fixes the order of the locks. An upsert that changes nothing both makes missing
 * pity and locks what is there.
 */
const lockStatement = (pullId: string) => ({
  name: 'draw_lock',
  text: `with ordered as materialized (
      select ${orderColumns} from pull p where p.id = $1 and p.status = 'RESERVING' for update
    ), seeded as materialized (
      select s.id, s.user_id, s.number, s.sealed_seed, s.server_seed_hash, s.next_server_seed_hash, s.client_seed, s.next_nonce
      from fairness_seed s where s.user_id = (select user_id from ordered)
        and s.revealed_at is null and s.next_server_seed_hash is not null
      for update
    ), pitied as (
      insert into pity as y (user_id, banner_id, pulls_since_ultra_rare, pulls_since_super_rare, ultra_rare_guaranteed, super_rare_guaranteed)
      select seeded.user_id, ordered.banner_id, 0, 0, false, false from ordered, seeded
      on conflict (user_id, banner_id) do update set pulls_since_ultra_rare = y.pulls_since_ultra_rare
      returning y.*
    )
    select p.*, ${basisColumns} from ordered p left join seeded s on true left join pitied y on true`,
  values: [pullId],
})

const lockedDrawOf = (row: OrderRow & BasisRow): LockedDraw => ({ order: orderOf(row), ...basisOf(row) })

interface PulledRow {
  item_id: string
  featured: boolean
  duplicate: boolean
  pulls_since_ultra_rare: number
  outcome: string | null
  /** Left out on a banner with rarities. */
  copy?: number
}

/** The most copies of an item that a user can own: the maximum of a GraphQL Int. */
export const QUANTITY_MAX = 2_147_483_647

/**
 * Writes the kept memories. A row may have counters of other banners of its scope and of newer versions, which stay
 * where the draw does not name them.
 */
const REMEMBERED = `remembered as (
        insert into banner_memory as m (user_id, scope, counters, boxes)
        select $5, scope, counters::jsonb, boxes::jsonb
        from basis, unnest($18::text[], $19::text[], $20::text[]) as kept (scope, counters, boxes) order by scope
        on conflict (user_id, scope) do update
          set counters = m.counters || excluded.counters, boxes = m.boxes || excluded.boxes
      ),`

const keptParameters = (kept: readonly (readonly [string, KeptMemory])[]) => [
  kept.map(([scope]) => scope),
  kept.map(([, { counters }]) => JSON.stringify(counters)),
  kept.map(([, { boxes }]) => JSON.stringify(boxes)),
]

/** Items of the order, and those that milestones give by it: one upsert, since a statement writes a row once. */
const DRAWN_AND_GIVEN =
  '(select item_id, 1 as quantity from drawn union all select item_id, quantity from given) as received'

/**
 * The basis is locked and looked at before anything is written: every other part hangs on its row. Inventory
 * rows are taken in the order of their ids, as rewards take them, so that this statement and a reward never deadlock.
 * Grants for duplicates are given by statements after it: see giveShards and payDuplicates.
 */
function saveStatement(draw: LockedDraw, drawn: Drawn) {
  const { order, seed, pity: pityBefore } = draw
  const { items, pity, memory, tallies, now, events } = drawn
  const kept = memory === null ? null : [...memory.kept]
  const firstOfEvents = kept === null ? 18 : 21
  const ofEvents = eventParameters(events)
  const isTallied = tallies.length > 0
  const copy = kept === null ? '' : ', copy'
  const given = isTallied
    ? ' - coalesce((select sum(given.quantity) from given where given.item_id = drawn.item_id), 0)'
    : ''
  return {
    name: `draw_save${kept === null ? '' : '_kept'}${isTallied ? '_tallied' : ''}`,
    text: `with basis as materialized (
        select s.id as seed_id from pull p join fairness_seed s on s.id = $12
        where p.id = $1 and p.status = 'RESERVING' and s.next_nonce = $13 and s.revealed_at is null
        for update
      ), taken as (
        update fairness_seed s set next_nonce = s.next_nonce + 1 from basis where s.id = basis.seed_id
      ), ${isTallied ? talliedInDraw(firstOfEvents + ofEvents.length) : ''} drawn as materialized (
        select (index - 1)::int as index, item_id, featured, since, outcome,
          row_number() over (partition by item_id order by index) - 1 as earlier${kept === null ? '' : ', count(*) over (partition by item_id) as total'}
        from basis${isTallied ? ', (select count(*) from tallied) as first' : ''}, unnest($2::uuid[], $3::bool[], $4::int[], $15::text[]) with ordinality as d (item_id, featured, since, outcome, index)
      ), owned as (
        insert into inventory_entry as e (user_id, item_id, quantity, first_obtained_at)
        select $5, item_id, ${isTallied ? 'sum(quantity)' : 'count(*)'}, $6 from ${isTallied ? DRAWN_AND_GIVEN : 'drawn'} group by item_id order by item_id
        on conflict (user_id, item_id) do update set quantity = least(e.quantity + excluded.quantity, ${QUANTITY_MAX})
        returning item_id, xmax <> 0 as existed${kept === null ? '' : ', quantity'}
      ), pitied as (
        update pity set pulls_since_ultra_rare = $8, pulls_since_super_rare = $9, ultra_rare_guaranteed = $10, super_rare_guaranteed = $11
        from basis where user_id = $5 and banner_id = $7
      ), ordered as (
        update pull set status = 'DRAWN', fairness_seed_id = $12, nonce = $13, pity_before = $14::jsonb,
          memory_before = $16::jsonb, memory_after = $17::jsonb
        from basis where id = $1
      ), ${kept === null ? '' : REMEMBERED} told as (
        ${insertEvents({ firstParameter: firstOfEvents, once: 'basis' })}
      ), written as (
        insert into pulled_item (pull_id, index, item_id, featured, duplicate, pulls_since_ultra_rare, outcome${copy})
        select $1, drawn.index, item_id, drawn.featured, owned.existed or drawn.earlier > 0, drawn.since, drawn.outcome${kept === null ? '' : `, (owned.quantity - drawn.total${given} + drawn.earlier + 1)::int`}
        from drawn join owned using (item_id)
        returning index, item_id, featured, duplicate, pulls_since_ultra_rare, outcome${copy}
      )
      select item_id, featured, duplicate, pulls_since_ultra_rare, outcome${copy} from written order by index`,
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
      items.map(item => item.outcome),
      memory === null ? null : JSON.stringify(memory.before),
      memory === null ? null : JSON.stringify(memory.after),
      ...(kept === null ? [] : keptParameters(kept)),
      ...ofEvents,
      ...(isTallied ? tallyParameters(tallies) : []),
    ],
  }
}
