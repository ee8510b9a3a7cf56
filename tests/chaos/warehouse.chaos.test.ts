import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { createTestDatabase, createTestDirectory, withGold, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isShort } from './short-form.js'

const KILLS = isShort ? 3 : 20
const PLAYERS = 200
/** A run takes about a second: the kills are spread over all of it, and a little more. */
const KILL_AFTER_MIN_MS = 150
const KILL_AFTER_SPREAD_MS = 1_000
/** No divisor of the spread: each kill is at another moment. */
const KILL_STEP_MS = 370
const command = fileURLToPath(new URL('../../packages/warehouse/dist/main.js', import.meta.url))

const names = ['users', 'quests', 'gacha'] as const
const databases: TestDatabase[] = []
const pools: Pool[] = []
const directory = createTestDirectory('warehouse')
let env: NodeJS.ProcessEnv
let players: readonly string[]

beforeAll(async () => {
  for (const migrations of names) databases.push(await createTestDatabase({ migrations }))
  pools.push(...databases.map(({ url }) => createPool({ connectionString: url, max: 6 })))
  players = await withGold(poolOf('users'), { count: PLAYERS, gold: 100, at: new Date() })
  await poolOf('quests').query(
    'INSERT INTO player (user_id, sequence, catalog_revision) SELECT unnest($1::uuid[]), 1, 0',
    [players],
  )
  const urls = names.map((name, index) => [`${name.toUpperCase()}_DATABASE_URL`, databases[index]?.url])
  env = { ...process.env, ...Object.fromEntries(urls), WAREHOUSE_DIR: path.join(directory, 'warehouse') }
})
afterAll(async () => {
  await Promise.all(pools.map(pool => pool.end()))
  await Promise.all(databases.map(database => database.close()))
  rmSync(directory, { recursive: true, force: true })
})

const poolOf = (name: (typeof names)[number]): Pool => {
  const pool = pools[names.indexOf(name)]
  if (pool === undefined) throw new Error(`There is no database of ${name}`)
  return pool
}

test(`the warehouse agrees with the databases to the unit after ${KILLS} kills under writes`, async () => {
  const writing = startWriters()
  let kills = 0
  for (let attempt = 0; kills < KILLS; attempt++) {
    const run = startCommand('run')
    await Promise.race([run.ended, delay(KILL_AFTER_MIN_MS + ((attempt * KILL_STEP_MS) % KILL_AFTER_SPREAD_MS))])
    run.kill()
    const { signal, code, text } = await run.ended
    if (signal === 'SIGKILL') kills += 1
    else if (code !== 0) throw new Error(`A run ended with ${code}:\n${text}`)
  }
  const written = await writing.stop()
  expect(written).toBeGreaterThan(KILLS)
  expect(await startCommand('run').ended).toMatchObject({ code: 0 })
  const { code, text } = await startCommand('check', '--json').ended
  expect(JSON.parse(text)).toMatchObject({ ok: true, differences: 0 })
  expect(code).toBe(0)
})

/** Transactions of four writers, which commit in another order than they begin. */
function startWriters(): { stop(): Promise<number> } {
  const stopped = new AbortController()
  let written = 0
  const repeat = async (write: () => Promise<unknown>) => {
    while (!stopped.signal.aborted) {
      await write()
      written += 1
    }
  }
  const all = Promise.all([
    repeat(() => withGold(poolOf('users'), { count: 5, gold: 10, at: new Date() })),
    repeat(buyAndSettle),
    repeat(recordEvents),
    repeat(recordEvents),
    repeat(async () => {
      await poolOf('users').query(
        `INSERT INTO account_deletion (user_id, requested_at, due_at, erased_at) SELECT id, now(), now(), now() FROM "user"
         WHERE id NOT IN (SELECT user_id FROM account_deletion) ORDER BY id LIMIT 1`,
      )
      await delay(50)
    }),
  ])
  return {
    stop: async () => {
      stopped.abort()
      await all
      return written
    },
  }
}

async function buyAndSettle(): Promise<void> {
  const id = randomUUID()
  await poolOf('users').query(
    `INSERT INTO purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month)
     VALUES ($1, $2, gen_random_uuid()::text, 'diamonds-500', 'pm_ok', 'DIAMOND', 500, 499, 'EUR', 'PENDING', now(), '2026-11')`,
    [id, players[0]],
  )
  await poolOf('users').query(`UPDATE purchase SET status = 'COMPLETED', settled_at = now() WHERE id = $1`, [id])
}

/** A transaction that stays open for a while after its first row. */
async function recordEvents(): Promise<void> {
  const client = await poolOf('quests').connect()
  try {
    await client.query('BEGIN')
    for (let times = 0; times < 3; times++) {
      await client.query(
        `WITH p AS (UPDATE player SET sequence = sequence + 1
           WHERE user_id = (SELECT user_id FROM player ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING user_id, sequence)
         INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
         SELECT gen_random_uuid(), user_id, sequence, 'user.signed_in', '{}', now(), 0 FROM p`,
      )
    }
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

function startCommand(...args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<{ code: number | null; signal: string | null; text: string }>(resolve =>
    child.once('close', (code, signal) => resolve({ code, signal, text })),
  )
  return { ended, kill: () => child.kill('SIGKILL') }
}
