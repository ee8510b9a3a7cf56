import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { migrate, readMigrations } from '../migrate/index.js'
import { createPool, withTransaction, type Queryable } from '../postgres/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { createTestDatabase } from '../testing/index.js'
import { createBusMetrics } from './bus-metrics.js'
import { buryEvent, listDeadLetters } from './dead-letters.js'
import { createEventApplier } from './event-applier.js'
import type { EventEnvelope } from './event-bus.js'
import { isOutage } from './failures.js'
import { claimEvents } from './inbox.js'
import { replayDeadLetters } from './replay-dead-letters.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const MIGRATION = '20261129121700_ids_by_producer'
let lab: EventLab
beforeEach(async () => {
  lab = await createEventLab({ aggregates: 1 })
})
afterEach(() => lab.close())

/** Notes what it is handed; fails for events that say so. */
function openApplier() {
  const applied: unknown[] = []
  const handle = async (event: EventEnvelope) => {
    if (event.data['fails'] === true) throw new RangeError('told to fail')
    applied.push(event.data['of'])
  }
  const applier = createEventApplier({
    group: 'consumer',
    pool: lab.consumer,
    handle,
    retry: { attemptsMax: 1, delayMs: 1 },
    clock: systemClock,
    logger,
    metrics: createBusMetrics(createMetrics({ service: 'test' })),
  })
  return { applied, handle, apply: applier.apply }
}

const anEvent = (id: string, data: Readonly<Record<string, unknown>>): EventEnvelope => ({
  id,
  type: 'lab.counted',
  version: 1,
  aggregateId: lab.aggregateIds[0] ?? '',
  occurredAt: new Date().toISOString(),
  data,
})

test('an event with the id of another producer’s real event is another event, and blocks nothing', async () => {
  const { applied, apply } = openApplier()
  const id = randomUUID()
  await apply('stranger', [anEvent(id, { of: 'stranger' })])
  await apply('producer', [anEvent(id, { of: 'producer' })])
  await apply('producer', [anEvent(id, { of: 'producer' })])
  expect(applied).toEqual(['stranger', 'producer'])
})

test('a dead letter with the id of another producer’s event neither holds that event nor takes its place', async () => {
  const { applied, handle, apply } = openApplier()
  const id = randomUUID()
  await apply('stranger', [anEvent(id, { of: 'stranger', fails: true })])
  await apply('producer', [anEvent(id, { of: 'producer' })])
  expect(applied).toEqual(['producer'])

  const own = anEvent(randomUUID(), { of: 'producer', fails: true })
  await apply('producer', [own])
  await withTransaction(lab.consumer, tx =>
    buryEvent(tx, {
      producer: 'stranger',
      event: own,
      error: 'a stranger’s',
      attempts: 1,
      firstFailedAt: new Date(),
    }),
  )
  const letters = async () => (await listDeadLetters(lab.consumer, { eventId: own.id, limit: 9 })).map(l => l.producer)
  expect(await letters()).toEqual(['producer', 'stranger'])
  // A replay of one producer's leaves the other's where it is, also in what it notes of a failure.
  const request = { pool: lab.consumer, logger, eventId: own.id }
  expect(await replayDeadLetters({ ...request, producer: 'producer', handle })).toEqual({ replayed: 0, failed: 1 })
  expect(await listDeadLetters(lab.consumer, { producer: 'stranger', eventId: own.id, limit: 1 })).toMatchObject([
    { error: 'a stranger’s', attempts: 1 },
  ])
  expect(await replayDeadLetters({ ...request, producer: 'producer', handle: async () => {} })).toEqual({
    replayed: 1,
    failed: 0,
  })
  expect(await letters()).toEqual(['stranger'])
})

/** The subgraphs that are older than the note of producers. */
test.each(['users', 'characters', 'quests', 'gacha'] as const)(
  'events that %s applied before producers were noted stay applied, and an older build waits',
  async name => {
    const database = await createTestDatabase({ migrations: null })
    const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-inbox-'))
    const pool = createPool({ connectionString: database.url, max: 2 })
    try {
      const source = fileURLToPath(new URL(`../../../../prisma/${name}`, import.meta.url))
      cpSync(source, directory, { recursive: true, filter: file => path.basename(file) !== MIGRATION })
      const later = readMigrations(directory).filter(migration => migration.name > MIGRATION)
      for (const migration of later) rmSync(path.join(directory, 'migrations', migration.name), { recursive: true })
      await migrate({ url: database.url, directory })
      const [known, fresh] = [randomUUID(), randomUUID()]
      const asOlderBuild = (db: Queryable, id: string) =>
        db.query({ text: 'insert into inbox (event_id) values ($1) on conflict do nothing', values: [id] })
      await asOlderBuild(pool, known)
      const letter = { producer: 'quests', event: anEvent(known, {}), error: 'from before', attempts: 3 }
      await pool.query(
        `insert into dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
         values ($1, $2, $3, 'lab.counted', $4, $5, $6)`,
        [known, letter.producer, letter.event.aggregateId, letter.event, letter.error, letter.attempts],
      )
      cpSync(source, directory, { recursive: true })
      await migrate({ url: database.url, directory })

      for (const producer of ['quests', 'gacha'])
        expect([...(await claimEvents(pool, producer, [known, fresh]))]).toEqual([fresh])
      expect(await listDeadLetters(pool, { limit: 9 })).toMatchObject([{ producer: 'quests', error: 'from before' }])
      const refusal: unknown = await asOlderBuild(pool, randomUUID()).catch((error: unknown) => error)
      expect(isOutage(refusal)).toBe(true)
    } finally {
      await pool.end()
      await database.close()
      rmSync(directory, { recursive: true })
    }
  },
)
