import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { createTestDatabase, createTestDirectory, withGold, type TestDatabase } from '@waystone/kit/testing'
import { expect, vi } from 'vitest'
import type { WarehouseOptions } from '../src/index.js'

/** The three databases with a few players, and a directory for a warehouse. */
export interface Stage {
  readonly options: WarehouseOptions
  readonly users: Pool
  readonly quests: Pool
  readonly gacha: Pool
  readonly players: readonly string[]
  close(): Promise<void>
}

export const BANNER = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
const items = { ULTRA_RARE: randomUUID(), SUPER_RARE: randomUUID(), RARE: randomUUID() }

type StageDatabases = Readonly<Record<'users' | 'quests' | 'gacha', Pick<TestDatabase, 'url' | 'close'>>>

/** @param options.databases migrated ones; some of the shared server where they are left out */
export async function createStage(options: { players: number; databases?: StageDatabases }): Promise<Stage> {
  const { players: count } = options
  const databases = options.databases ?? {
    users: await createTestDatabase({ migrations: 'users' }),
    quests: await createTestDatabase({ migrations: 'quests' }),
    gacha: await createTestDatabase({ migrations: 'gacha' }),
  }
  const open = ({ url }: { url: string }) => createPool({ connectionString: url, max: 4 })
  const [users, quests, gacha] = [open(databases.users), open(databases.quests), open(databases.gacha)]
  const players = await withGold(users, { count, gold: 1_000, at: new Date('2026-11-20T10:00:00Z') })
  await quests.query('INSERT INTO player (user_id, sequence, catalog_revision) SELECT unnest($1::uuid[]), 1, 0', [
    players,
  ])
  await publishBanner(gacha)
  const parent = createTestDirectory('warehouse')
  return {
    options: {
      directory: path.join(parent, 'warehouse'),
      key: 'a key of thirty-two characters or more',
      urls: { users: databases.users.url, quests: databases.quests.url, gacha: databases.gacha.url },
    },
    users,
    quests,
    gacha,
    players,
    close: async () => {
      await Promise.all([users, quests, gacha].map(pool => pool.end()))
      await Promise.all(Object.values(databases).map(database => database.close()))
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

async function publishBanner(gacha: Pool): Promise<void> {
  for (const [rarity, id] of Object.entries(items))
    await gacha.query(
      `INSERT INTO item (id, name, description, rarity, kind) VALUES ($1, $2, E'two\nlines, "quoted"', $3::rarity, 'HERO')`,
      [id, `the, "${rarity}"`, rarity],
    )
  const definition = {
    name: 'First Light',
    rarities: {
      ULTRA_RARE: { ratePercent: 0.6, softPity: { from: 74, stepPoints: 6 }, hardPityAt: 90 },
      SUPER_RARE: { ratePercent: 5.1, softPity: { from: 9, stepPoints: 51 }, hardPityAt: 10 },
      RARE: { ratePercent: 94.3 },
    },
  }
  await gacha.query('INSERT INTO banner (id, version, created_at) VALUES ($1, 1, now())', [BANNER])
  await gacha.query(
    `INSERT INTO banner_version (banner_id, version, definition, hash, published_at) VALUES ($1, 1, $2, 'hash', now())`,
    [BANNER, definition],
  )
}

/** A pull that was drawn: its items by rarity, each with the pulls since the last ULTRA_RARE before it. */
export async function pull(
  stage: Stage,
  { player, at, drawn }: { player: string; at: string; drawn: readonly (readonly [keyof typeof items, number])[] },
): Promise<void> {
  const id = randomUUID()
  await stage.gacha.query('UPDATE fairness_seed SET revealed_at = now() WHERE user_id = $1 AND revealed_at IS NULL', [
    player,
  ])
  await stage.gacha.query(
    `INSERT INTO fairness_seed (id, user_id, number, sealed_seed, server_seed_hash, client_seed, next_nonce, created_at)
     SELECT $1, $2, count(*) + 1, 'k1:' || repeat('a', 80), 'hash', 'seed', 1, now() FROM fairness_seed WHERE user_id = $2`,
    [id, player],
  )
  await stage.gacha.query(
    `INSERT INTO pull (id, user_id, banner_id, banner_version, count, idempotency_key, status, currency, cost, created_at, day, recover_after,
       fairness_seed_id, nonce, pity_before)
     VALUES ($1, $2, $3, 1, $4::int, gen_random_uuid()::text, 'SETTLED', 'DIAMOND', $4::int * 100, $5::timestamptz, $5::timestamptz::date, $5::timestamptz, $1, 0, '{}')`,
    [id, player, BANNER, drawn.length, at],
  )
  for (const [index, [rarity, since]] of drawn.entries())
    await stage.gacha.query(
      'INSERT INTO pulled_item (pull_id, index, item_id, featured, duplicate, pulls_since_ultra_rare) VALUES ($1, $2, $3, false, false, $4)',
      [id, index, items[rarity], since],
    )
}

/** An event as quests records it. */
export async function record(
  stage: Pick<Stage, 'quests'>,
  { player, type, at, data = {} }: { player: string; type: string; at: string; data?: object },
): Promise<void> {
  await stage.quests.query(
    `WITH p AS (UPDATE player SET sequence = sequence + 1 WHERE user_id = $2 RETURNING sequence)
     INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
     SELECT $1, $2, sequence, $3, $4::jsonb || jsonb_build_object('userId', $2::text, 'timeZone', 'Asia/Tokyo'), $5, 0 FROM p`,
    [randomUUID(), player, type, data, at],
  )
}

/** A purchase that is pending. */
export async function buy(
  stage: Pick<Stage, 'users'>,
  { player, cents, at }: { player: string; cents: number; at: string },
): Promise<string> {
  const id = randomUUID()
  await stage.users.query(
    `INSERT INTO purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month)
     VALUES ($1, $2, gen_random_uuid()::text, 'diamonds-500', 'pm_ok', 'DIAMOND', 500, $3, 'EUR', 'PENDING', $4::timestamptz, to_char($4::timestamptz, 'YYYY-MM'))`,
    [id, player, cents, at],
  )
  return id
}

export const settle = (stage: Pick<Stage, 'users'>, purchase: string, status: 'COMPLETED' | 'REFUNDED') =>
  stage.users.query(
    `UPDATE purchase SET status = $2::purchase_status, settled_at = created_at,
      refund_reason = CASE WHEN $2 = 'REFUNDED' THEN 'SPEND_LIMIT'::refund_reason END WHERE id = $1`,
    [purchase, status],
  )

/** Waits until all transactions have ended that hold up the horizon: other tests, and the server's own, share it. */
export async function untilQuiet(pool: Pool): Promise<void> {
  const now = async (of: 'xmin' | 'xmax') => {
    const { rows } = await pool.query<{ at: string }>(`SELECT pg_snapshot_${of}(pg_current_snapshot())::text AS at`)
    return BigInt(rows[0]?.at ?? '0')
  }
  const begun = await now('xmax')
  await vi.waitFor(async () => expect(await now('xmin')).toBeGreaterThanOrEqual(begun), { timeout: 20_000 })
}
