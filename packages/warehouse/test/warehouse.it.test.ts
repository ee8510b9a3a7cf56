import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectClient } from '@waystone/kit/postgres'
import { withGold } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askWarehouse, backfillDays, checkWarehouse, forgetAll, questions, runWarehouse } from '../src/index.js'
import { rowsOf } from '../src/engine.js'
import { exchangeFiles } from '../src/exchange-files.js'
import { readManifest, type DataFile, type Manifest } from '../src/manifest.js'
import { pseudonymOf } from '../src/pseudonyms.js'
import { upgradeSchema } from '../src/schema-upgrades.js'
import { factTable } from '../src/tables.js'
import { openWarehouse } from '../src/warehouse.js'
import { storedRows, writeFiles } from '../src/write-files.js'
import { buy, createStage, pull, record, settle, untilQuiet, type Stage } from './stage.js'

const command = fileURLToPath(new URL('../dist/main.js', import.meta.url))
let stage: Stage

beforeAll(async () => {
  stage = await createStage({ players: 20 })
})
afterAll(async () => {
  await stage.close()
})

const player = (index: number) => stage.players[index] ?? ''
const manifest = async (): Promise<Manifest> => {
  const found = await readManifest(stage.options.directory)
  if (found === null) throw new Error('There is no manifest')
  return found
}
const differences = async () => {
  const found: unknown[] = []
  await checkWarehouse(stage.options, ({ table, differences: each }) => {
    if (each.length > 0) found.push({ table, each })
  })
  return found
}
const ask = async (question: string) =>
  rowsOf(await askWarehouse({ directory: stage.options.directory, question, spendLimitCents: 1_000 }))

async function run() {
  await untilQuiet(stage.users)
  return await runWarehouse(stage.options)
}

/** Reads the stored rows of a table as texts. */
async function stored(table: string, select = '*') {
  const warehouse = await openWarehouse(stage.options)
  const files = warehouse.manifest().tables[table]?.files ?? []
  const rows = await warehouse.engine.rows(`SELECT ${select} FROM ${storedRows(stage.options.directory, files)}`)
  await warehouse.close()
  return rows
}

test('a first run has every row in files by day, and agrees with the databases to the unit', async () => {
  for (const [index, day] of ['2026-11-20', '2026-11-21', '2026-11-27'].entries()) {
    await record(stage, { player: player(0), type: 'user.signed_in', at: `${day}T23:59:59.999Z` })
    await record(stage, { player: player(index), type: 'user.signed_up', at: `${day}T08:00:00Z` })
  }
  await settle(stage, await buy(stage, { player: player(0), cents: 999, at: '2026-11-20T12:00:00Z' }), 'COMPLETED')
  await pull(stage, { player: player(0), at: '2026-11-20T13:00:00Z', drawn: [['ULTRA_RARE', 76]] })

  const { rows } = await run()
  expect(rows).toMatchObject({ ledger_transfer: 20, ledger_entry: 40, purchase_version: 1, pulled_item: 1, event: 6 })
  expect(await differences()).toEqual([])
  const { tables, snapshots } = await manifest()
  expect(new Set(tables['event']?.files.map(({ day }) => day))).toEqual(
    new Set(['2026-11-20', '2026-11-21', '2026-11-27']),
  )
  expect(Object.keys(snapshots).toSorted()).toEqual(
    ['banner_chance', 'item', 'quest'].filter(name => name in snapshots),
  )
  // Money and ids are exact: no table has a column of doubles.
  const types = await stored('ledger_entry', 'DISTINCT typeof(amount) AS amount, typeof(entry_id) AS id')
  expect(types).toEqual([{ amount: 'BIGINT', id: 'UUID' }])
  expect((await run()).rows).toMatchObject({ ledger_entry: 0, event: 0, account: 0 })
})

test('a row whose transaction commits after later ones is read once, when it is there', async () => {
  const before = (await stored('event')).length
  const slow = await connectClient({ connectionString: stage.options.urls.quests })
  await slow.query('BEGIN')
  await record(
    { quests: slow as unknown as Stage['quests'] },
    { player: player(1), type: 'user.signed_in', at: '2026-11-22T10:00:00Z' },
  )
  await record(stage, { player: player(2), type: 'user.signed_in', at: '2026-11-22T11:00:00Z' })
  await runWarehouse(stage.options)
  // The later row waits for the earlier one: reading it now would move the position past both.
  expect((await stored('event')).length).toBe(before)
  expect(await differences()).toEqual([])
  await slow.query('COMMIT')
  await slow.end()
  await run()
  expect((await stored('event')).length).toBe(before + 2)
  await run()
  expect((await stored('event')).length).toBe(before + 2)
  expect(await differences()).toEqual([])
})

test('a purchase that changes is counted as it is now, with what was given back', async () => {
  const id = await buy(stage, { player: player(3), cents: 499, at: '2026-11-23T12:00:00Z' })
  await run()
  await settle(stage, id, 'COMPLETED')
  await run()
  await settle(stage, id, 'REFUNDED')
  // Not read yet: the check leaves out what has changed since.
  expect(await differences()).toEqual([])
  await run()
  expect(await differences()).toEqual([])
  expect(await ask('revenue-by-pack')).toEqual([
    {
      month: '2026-11',
      pack_id: 'diamonds-500',
      price_currency: 'EUR',
      purchases: '2',
      cents: '1498',
      given_back_cents: '499',
      left_cents: '999',
    },
  ])
})

test('what a killed run has left is no part of the warehouse, and its step is done again', async () => {
  const { directory } = stage.options
  const committed = readFileSync(path.join(directory, 'manifest.json'), 'utf8')
  const files = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.parquet'))
  await record(stage, { player: player(4), type: 'user.signed_in', at: '2026-11-24T10:00:00Z' })
  await run()
  const events = await stored('event')
  // As if it had been killed between the files and the manifest.
  const before = JSON.parse(committed) as Manifest
  const snapshots = (await manifest()).snapshots
  writeFileSync(path.join(directory, 'manifest.json'), JSON.stringify({ ...before, snapshots }))
  writeFileSync(path.join(directory, 'manifest.json.new'), '{"half')
  const orphans = files().length
  await run()
  expect(await stored('event')).toHaveLength(events.length)
  expect(files().length).toBe(orphans)
  expect(await differences()).toEqual([])
})

test('a first load goes on behind the last block that it has committed', async () => {
  await forgetAll(stage.options)
  const { rows: blocks } = await stage.users.query<{ below: string }>(
    'SELECT max(xact_id) + 1 AS below FROM ledger_entry',
  )
  const { rows: node } = await stage.users.query<{ node: string }>(
    `SELECT pg_relation_filenode('ledger_entry')::text AS node`,
  )
  const warehouse = await openWarehouse(stage.options)
  const position = {
    phase: 'loading' as const,
    horizon: String(blocks[0]?.below),
    filenode: node[0]?.node ?? '',
    nextBlock: 1_000_000,
  }
  await warehouse.commit(before => ({ ...before, tables: { ledger_entry: { position, files: [] } } }))
  await warehouse.close()
  await untilQuiet(stage.users)
  // Nothing is left behind that block, so only what was written above the horizon is read.
  await withGold(stage.users, { count: 1, gold: 7, at: new Date('2026-11-25T10:00:00Z') })
  expect((await run()).rows).toMatchObject({ ledger_entry: 2, ledger_transfer: 21 })

  await forgetAll(stage.options)
  const again = await openWarehouse(stage.options)
  await again.commit(before => ({
    ...before,
    tables: { ledger_entry: { position: { ...position, filenode: '1' }, files: [] } },
  }))
  await again.close()
  // The table was written anew since: its rows are in other blocks, and all are read.
  expect((await run()).rows).toMatchObject({ ledger_entry: 42 })
  expect(await differences()).toEqual([])
})

test('a day that was lost or doubled is found by the check, and mended by a backfill', async () => {
  const warehouse = await openWarehouse(stage.options)
  await warehouse.commit(before => {
    const { position, files } = before.tables['event'] ?? { position: { phase: 'new' as const }, files: [] }
    const kept = files.filter(({ day }) => day !== '2026-11-21')
    return { ...before, tables: { ...before.tables, event: { position, files: kept } } }
  })
  await warehouse.close()
  expect(await differences()).toMatchObject([
    {
      table: 'event',
      each: [{ day: '2026-11-21', figure: 'rows', database: '2', warehouse: null }, {}, {}, {}, {}, {}],
    },
  ])
  const days = { from: '2026-11-21', to: '2026-11-21' }
  await backfillDays({ ...stage.options, days, tables: ['event'] })
  expect(await differences()).toEqual([])
})

test('pseudonyms are the HMAC of the id, and no file names a user, a session or a time zone', async () => {
  const players = new Set((await stored('event')).map(row => row['player_id']))
  expect(players).toContain(pseudonymOf(stage.options.key, player(0)))
  for (const table of ['account', 'event', 'purchase_version', 'pulled_item']) {
    const text = JSON.stringify(await stored(table))
    for (const id of stage.players) expect(text).not.toContain(id)
    expect(text).not.toContain('Asia/Tokyo')
  }
})

test('a deleted account is erased from all files, the sums stay, and what comes later has no player', async () => {
  const leaver = player(0)
  const pseudonym = pseudonymOf(stage.options.key, leaver)
  await record(stage, {
    player: leaver,
    type: 'character.created',
    at: '2026-11-25T10:00:00Z',
    data: { characterId: '0b0f7d0e-3c0d-4c93-8f5f-0a5b7c1d2e3f' },
  })
  await run()
  const holding = async () => {
    const found: string[] = []
    for (const table of ['account', 'event', 'pulled_item', 'purchase_version'])
      if (JSON.stringify(await stored(table)).includes(pseudonym)) found.push(table)
    return found
  }
  expect(await holding()).toEqual(['account', 'event', 'pulled_item', 'purchase_version'])
  await stage.users.query(
    'INSERT INTO account_deletion (user_id, requested_at, due_at, erased_at) VALUES ($1, now(), now(), now())',
    [leaver],
  )
  expect((await run()).erasedFiles).toBeGreaterThan(3)
  expect(await holding()).toEqual([])
  expect(JSON.stringify(await stored('event'))).not.toContain('0b0f7d0e')
  await record(stage, { player: leaver, type: 'user.signed_in', at: '2026-11-26T10:00:00Z' })
  await run()
  expect(await holding()).toEqual([])
  expect(await differences()).toEqual([])
})

test('many small files of a day are put together, with the same rows', async () => {
  const table = factTable('event')
  const warehouse = await openWarehouse(stage.options)
  const old = (warehouse.manifest().tables['event']?.files ?? []).filter(({ day }) => day === '2026-11-20')
  const rows = storedRows(stage.options.directory, old)
  const files: DataFile[] = []
  for (let part = 0; part < 20; part++) {
    const some = `SELECT * FROM ${rows} ORDER BY event_id LIMIT 1 OFFSET ${part % 2}`
    // Eighteen of them hold the same rows as the first two: they are marked by their sequence.
    const marked = `SELECT * REPLACE (${part} * 1000 + sequence AS sequence) FROM (${some})`
    files.push(...(await writeFiles(warehouse, { table: 'event', rows: marked, partitionedBy: table.partitionedBy })))
  }
  await exchangeFiles(warehouse, table, { old, files })
  await warehouse.close()
  const before = (await stored('event', 'sequence')).map(row => Number(row['sequence'])).toSorted((a, b) => a - b)
  expect((await run()).compactedFiles).toBe(20)
  const after = (await stored('event', 'sequence')).map(row => Number(row['sequence'])).toSorted((a, b) => a - b)
  expect(after).toEqual(before)
  expect((await manifest()).tables['event']?.files.filter(({ day }) => day === '2026-11-20')).toHaveLength(1)
  const days = { from: '2026-11-20', to: '2026-11-20' }
  await backfillDays({ ...stage.options, days, tables: ['event'] })
  expect(await differences()).toEqual([])
})

test('each question has an answer, and the figures are those of the rows', async () => {
  await record(stage, {
    player: player(5),
    type: 'character.created',
    at: '2026-11-27T10:00:00Z',
    data: { characterId: player(6) },
  })
  await record(stage, {
    player: player(5),
    type: 'character.leveled_up',
    at: '2026-11-27T10:30:00Z',
    data: { characterId: player(6), level: 2 },
  })
  await record(stage, {
    player: player(5),
    type: 'monster.killed',
    at: '2026-11-27T11:00:00Z',
    data: { mapId: player(7) },
  })
  await pull(stage, {
    player: player(5),
    at: '2026-11-27T12:00:00Z',
    drawn: Array.from({ length: 10 }, (_, index) => [index === 9 ? 'SUPER_RARE' : 'RARE', index] as const),
  })
  await run()
  expect(questions).toHaveLength(12)
  const answers = Object.fromEntries(
    await Promise.all(questions.map(async ({ name }) => [name, await ask(name)] as const)),
  )
  expect(answers['time-to-level']).toEqual([
    { level: '2', characters: '1', median_minutes: '30', slowest_tenth_minutes: '30' },
  ])
  expect(answers['map-heat']).toEqual([{ map_id: player(7), hour: '11', kills: '1', pick_ups: '0', players: '1' }])
  // Ten pulls from the first on: nine at 5.1 % and 56.1 % at the ninth, the tenth certain but for ULTRA_RARE.
  expect(answers['banner-odds']).toMatchObject([
    { banner_name: 'First Light', rarity: 'RARE', pulls: '10', observed: '9' },
    { rarity: 'SUPER_RARE', observed: '1', expected: '1.963' },
    { rarity: 'ULTRA_RARE', observed: '0', expected: '0.060' },
  ])
  expect(answers['pity']).toEqual([{ banner_name: 'First Light', pull: '77', items: '1' }])
  expect(answers['currency-flows']).toContainEqual({
    day: '2026-11-20',
    currency: 'GOLD',
    reason: 'GRANT',
    into_wallets: '20000',
    out_of_wallets: '0',
  })
  expect(answers['daily-active-users']).toContainEqual({ day: '2026-11-21', players: '1', new_players: '1' })
  // The last day that has any event is the 27th, which may not be over.
  expect(answers['retention']?.[0]).toEqual({
    cohort: '2026-11-27',
    players: '1',
    day_1: null,
    day_7: null,
    day_30: null,
  })
  expect(answers['retention']).toContainEqual(
    expect.objectContaining({ cohort: '2026-11-21', day_1: '1', day_7: null }),
  )
})

test('an upgrade of the schema writes every file anew at once, and a newer warehouse is left alone', async () => {
  const warehouse = await openWarehouse(stage.options)
  const counted = (await manifest()).tables['event']?.files.reduce((sum, { rows }) => sum + rows, 0)
  const upgrade = { to: 2, tables: { event: `SELECT *, type LIKE 'user.%' AS is_of_user FROM files` } }
  await upgradeSchema(warehouse, [upgrade], 2)
  const files = warehouse.manifest().tables['event']?.files ?? []
  const upgraded = await warehouse.engine.rows(
    `SELECT count(*) AS rows, count(is_of_user) AS filled FROM ${storedRows(stage.options.directory, files)}`,
  )
  expect(upgraded).toEqual([{ rows: String(counted), filled: String(counted) }])
  await warehouse.close()
  await expect(runWarehouse(stage.options)).rejects.toThrow('version 2 of the schema, and this program knows 1')
  await expect(ask('pity')).rejects.toThrow('version 2')
})

test('bad input is refused with what was expected, before anything is changed', async () => {
  const { directory } = stage.options
  rmSync(directory, { recursive: true })
  await expect(ask('pity')).rejects.toThrow('There is no warehouse')
  await expect(ask('everything')).rejects.toThrow('Expected one of daily-active-users')
  await run()
  await expect(runWarehouse({ ...stage.options, key: 'another key of thirty-two characters' })).rejects.toThrow(
    'WAREHOUSE_KEY',
  )
  const urls = { ...stage.options.urls, users: stage.options.urls.quests }
  await expect(runWarehouse({ ...stage.options, urls })).rejects.toThrow('The database of users is not the one')
  const open = await openWarehouse(stage.options)
  const env = {
    ...process.env,
    WAREHOUSE_DIR: directory,
    WAREHOUSE_KEY: stage.options.key,
    USERS_DATABASE_URL: stage.options.urls.users,
    QUESTS_DATABASE_URL: stage.options.urls.quests,
    GACHA_DATABASE_URL: stage.options.urls.gacha,
  }
  const [beside, wrong] = await Promise.all([
    runCommand(['run'], env),
    runCommand(['backfill', '--from', '2026-11-31'], env),
  ])
  expect(beside).toMatchObject({ code: 1, text: expect.stringContaining('Another command writes to') })
  expect(wrong).toMatchObject({ code: 2, text: expect.stringContaining('Expected a day') })
  await open.close()
  writeFileSync(path.join(directory, 'manifest.json'), '{"schema": 1')
  await expect(runWarehouse(stage.options)).rejects.toThrow('is damaged')
  expect(existsSync(path.join(directory, 'event'))).toBe(true)
})

test('rows that a dump brought from another server are refused instead of being left out', async () => {
  rmSync(stage.options.directory, { recursive: true })
  await stage.quests.query('ALTER TABLE game_event ALTER COLUMN xact_id SET DEFAULT 9000000000000')
  await record(stage, { player: player(1), type: 'user.signed_in', at: '2026-11-28T10:00:00Z' })
  await expect(runWarehouse(stage.options)).rejects.toThrow('transaction ids of another server')
})

async function runCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [command, ...args], { env })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, text }
}
