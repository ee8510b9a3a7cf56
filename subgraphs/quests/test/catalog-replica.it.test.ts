import { createLogger } from '@waystone/kit/logger'
import { migrate } from '@waystone/kit/migrate'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { startReplicatedPostgres, type ReplicatedPostgres } from '@waystone/kit/testing'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createApp, type QuestsApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import { aDraft } from './quests-app.js'

const logger = createLogger({ name: 'test', level: 'silent' })
let servers: ReplicatedPostgres
let database: Database
let app: QuestsApp
beforeAll(async () => {
  servers = await startReplicatedPostgres([{ name: 'quests', role: 'quests', password: 'quests' }])
  const url = servers.url('quests')
  const directory = fileURLToPath(new URL('../../../prisma/quests', import.meta.url))
  await migrate({ url, directory, logger })
  // So long that a replica that has stopped replaying stays in use for the whole test.
  const readLagMaxMs = 600_000
  const options = {
    url,
    readUrl: servers.readUrl('quests'),
    readLagMaxMs,
    maxConnections: 5,
    applicationName: 'test',
    logger,
  }
  database = createDatabase(options)
  app = await createApp(readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), { database, logger })
}, 120_000)
afterAll(async () => {
  await app.close()
  await database.close()
  await servers.close()
})

const publish = async (name: string, on = app) => {
  const made = await on.services.publishQuest({ actor: 'test', input: aDraft({ name }) })
  if ('message' in made) throw new Error(made.message)
}
const names = async (of = app) => {
  const { loaders } = await of.context({ headers: new Map(), remoteAddress: '127.0.0.1', requestId: 'test' })
  return (await loaders.quests()).map(({ texts }) => texts['en']?.name)
}
const counts = () => database.reads.counts()

it('listings come from the replica where it has them, and from the primary where it lags', async () => {
  await publish('First')
  const replayed = `SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS done`
  const { rows } = await database.primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn')
  await vi.waitFor(async () => {
    const { rows: seen } = await database.reads.query<{ done: boolean }>({ text: replayed, values: [rows[0]?.lsn] })
    expect(seen).toEqual([{ done: true }])
  }, 20_000)
  const before = counts()
  expect(await names()).toEqual(['First'])
  expect(counts().replica).toBe(before.replica + 1)
  expect(counts().primary).toBe(before.primary)

  await servers.pauseReplay()
  await publish('Second')
  // Repeated reads of another instance always include the published quest, from the replica or the primary.
  const config = readConfig({ DATABASE_URL: servers.url('quests'), LOG_LEVEL: 'silent' })
  const another = await createApp(config, { database, logger })
  try {
    for (let i = 0; i < 3; i++) expect(await names(another)).toEqual(['First', 'Second'])
    expect(await names()).toEqual(['First', 'Second'])
  } finally {
    await another.close()
  }
}, 60_000)

it('the feed of puzzles comes from the replica', async () => {
  const { loaders } = await app.context({ headers: new Map(), remoteAddress: '127.0.0.1', requestId: 'test' })
  const before = counts()
  await loaders.puzzles.feed({ openOnly: true, after: null, limit: 20 })
  expect(await loaders.puzzles.feedCount({ openOnly: true })).toBe(0)
  expect(counts()).toEqual({ ...before, replica: before.replica + 2 })
})
