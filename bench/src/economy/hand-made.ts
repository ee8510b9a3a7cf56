import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { until, type Subject } from '../load.js'
import { BANNER_ID, SINGLE_COST } from './population.js'
import type { Players } from './players.js'

/**
 * The limit: the writes of a transfer and a pull, as hand-made statements of node-pg with nothing around
 * them. No HTTP, no token, no draw, no check of the input; one statement, prepared, wherever the protocol
 * needs a commit.
 */
export interface HandMade {
  readonly transfer: Subject
  /** The writes before the answer: the order, the reservation, the draw with its event. */
  answeredPull(count: 1 | 10): Subject
  /** The same, and what the event does: the price captured, the order settled. */
  settledPull(count: 1 | 10): Subject
}

const NO_PITY = JSON.stringify({
  pullsSinceUltraRare: 0,
  pullsSinceSuperRare: 0,
  ultraRareGuaranteed: false,
  superRareGuaranteed: false,
})
const ALL_BANNERS = '00000000-0000-0000-0000-000000000000'

export async function createHandMade(options: { users: Pool; gacha: Pool; players: Players }): Promise<HandMade> {
  const { users, gacha, players } = options
  const { rows } = await gacha.query<{ id: string }>(`select id from item where rarity = 'RARE' order by id`)
  const itemIds = rows.map(row => row.id)
  let drawn = 0

  const order = async (pullId: string, userId: string, count: number) => {
    const now = new Date()
    const scopes = [ALL_BANNERS, BANNER_ID]
    const values = [
      pullId,
      userId,
      BANNER_ID,
      count,
      randomUUID(),
      count * SINGLE_COST,
      now,
      now.toISOString().slice(0, 10),
      scopes,
    ]
    await gacha.query({ name: 'bench-order', text: ORDER, values })
  }
  const reserve = async (pullId: string, userId: string, amount: number) => {
    const values = [pullId, userId, amount, new Date(), randomUUID()]
    await users.query({ name: 'bench-reserve', text: RESERVE, values })
  }
  const draw = async (pullId: string, userId: string, count: number) => {
    const first = drawn
    drawn += count
    const items = Array.from({ length: count }, (_, index) => itemIds[(first + index) % itemIds.length])
    const event = {
      userId,
      pullId,
      bannerId: BANNER_ID,
      currency: 'DIAMOND',
      cost: count * SINGLE_COST,
      items: items.map(itemId => ({ itemId, rarity: 'RARE', featured: false })),
    }
    const values = [pullId, userId, BANNER_ID, items, new Date(), NO_PITY, randomUUID(), JSON.stringify(event)]
    await gacha.query({ name: 'bench-draw', text: DRAW, values })
  }
  const capture = async (pullId: string, userId: string, amount: number) => {
    const values = [
      pullId,
      userId,
      amount,
      new Date(),
      randomUUID(),
      randomUUID(),
      JSON.stringify({ userId, pullId }),
      randomUUID(),
    ]
    await users.query({ name: 'bench-capture', text: CAPTURE, values })
  }
  const settle = async (pullId: string) => {
    await gacha.query({ name: 'bench-settle', text: SETTLE, values: [pullId, randomUUID()] })
  }
  // An event leaves its outbox when it has been applied: in batches, as the relays do it.
  const emptyOutboxes = async () => {
    await gacha.query('delete from outbox')
    await users.query('delete from outbox')
  }

  const answer = async (count: number) => {
    const { userId } = players.next()
    const pullId = randomUUID()
    await order(pullId, userId, count)
    await reserve(pullId, userId, count * SINGLE_COST)
    await draw(pullId, userId, count)
    return { pullId, userId }
  }

  return {
    transfer: {
      name: 'by hand',
      once: async () => await reserve(randomUUID(), players.next().userId, SINGLE_COST),
      settle: async () => {},
    },
    answeredPull: count => ({
      name: 'by hand',
      once: async () => void (await answer(count)),
      settle: emptyOutboxes,
    }),
    settledPull: count => {
      let underWay = 0
      let failure: unknown
      return {
        name: 'by hand, with what its event does',
        once: async () => {
          const { pullId, userId } = await answer(count)
          // As in the production code, the event's effects are not awaited.
          underWay++
          void capture(pullId, userId, count * SINGLE_COST)
            .then(() => settle(pullId))
            .catch((error: unknown) => (failure = error))
            .finally(() => underWay--)
        },
        settle: async () => {
          await until('all captures by hand', () => Promise.resolve(underWay === 0))
          if (failure !== undefined) throw failure
          await emptyOutboxes()
        },
      }
    },
  }
}

const ORDER = `with counted as (
    insert into pull_day (user_id, day, scope_id, pulls, pulls_max) select $2, $8, scope, $4, null from unnest($9::uuid[]) scope
    on conflict (user_id, day, scope_id) do update set pulls = pull_day.pulls + excluded.pulls
  )
  insert into pull (id, user_id, banner_id, banner_version, count, idempotency_key, status, currency, cost, created_at, day, recover_after)
  values ($1, $2, $3, 1, $4, $5, 'RESERVING', 'DIAMOND', $6, $7, $8, $7)`

const RESERVE = `with moved as (
    update ledger_account set balance = balance + case kind when 'WALLET' then -$3::bigint else $3 end, sequence = sequence + 1, updated_at = $4
    where user_id = $2 and currency = 'DIAMOND' and kind in ('WALLET', 'HELD') returning id, kind, balance, sequence
  ), wallet as (select * from moved where kind = 'WALLET'), held as (select * from moved where kind = 'HELD'),
  transferred as (
    insert into ledger_transfer (id, reason, reference, debit_account_id, credit_account_id, amount, created_at, paid)
    select $5, 'PULL', $1, wallet.id, held.id, $3, $4, 0 from wallet, held
  ), entered as (
    insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
    select $5, id, sequence, case kind when 'WALLET' then -$3::bigint else $3 end, balance, $4, 0 from moved
  )
  insert into reservation (pull_id, user_id, currency, amount, status, available, created_at, paid)
  select $1, $2, 'DIAMOND', $3, 'RESERVED', balance + $3, $4, 0 from wallet`

const DRAW = `with seed as (
    update fairness_seed set next_nonce = next_nonce + 1 where user_id = $2 and revealed_at is null returning id, next_nonce - 1 as nonce
  ), pitied as (
    update pity set pulls_since_ultra_rare = pulls_since_ultra_rare + cardinality($4::uuid[]) where user_id = $2 and banner_id = $3
  ), drawn as (
    update pull set status = 'DRAWN', fairness_seed_id = seed.id, nonce = seed.nonce, pity_before = $6::jsonb from seed where pull.id = $1
  ), given as (
    insert into inventory_entry (user_id, item_id, quantity, first_obtained_at) select $2, item, count(*), $5 from unnest($4) item group by item order by item
    on conflict (user_id, item_id) do update set quantity = inventory_entry.quantity + excluded.quantity
  ), listed as (
    insert into pulled_item (pull_id, index, item_id, featured, duplicate, pulls_since_ultra_rare)
    select $1, place - 1, item, false, false, 1 from unnest($4) with ordinality as each (item, place)
  )
  insert into outbox (event_id, aggregate_id, type, version, data, occurred_at) values ($7, $2, 'pull.drawn', 1, $8, $5)`

const CAPTURE = `with sink as (
    select md5('waystone-house:SINK:DIAMOND:' || (('x' || right($2::uuid::text, 2))::bit(8)::int % 16))::uuid as id
  ), moved as (
    update ledger_account set balance = balance + case kind when 'HELD' then -$3::bigint else $3 end, sequence = sequence + 1, updated_at = $4
    where (user_id = $2 and currency = 'DIAMOND' and kind = 'HELD') or id = (select id from sink) returning id, kind, balance, sequence
  ), held as (select * from moved where kind = 'HELD'),
  transferred as (
    insert into ledger_transfer (id, reason, reference, debit_account_id, credit_account_id, amount, created_at, paid)
    select $5, 'PULL_CAPTURED', $1, held.id, sink.id, $3, $4, 0 from held, sink
  ), entered as (
    insert into ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
    select $5, id, sequence, case kind when 'HELD' then -$3::bigint else $3 end, balance, $4, 0 from moved
  ), settled as (
    update reservation set status = 'CAPTURED', settled_at = $4 where pull_id = $1
  ), received as (insert into inbox (event_id, producer) values ($8, 'gacha'))
  insert into outbox (event_id, aggregate_id, type, version, data, occurred_at) values ($6, $2, 'reservation.captured', 1, $7, $4)`

const SETTLE = `with settled as (update pull set status = 'SETTLED' where id = $1) insert into inbox (event_id, producer) values ($2, 'users')`
