import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, manualClock, type TestDatabase } from '../testing/index.js'
import { migrate, newMigration, readMigrations, schemaDifference } from './index.js'

const CREATE_PLAYER = `CREATE TABLE "player" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "player_pkey" PRIMARY KEY ("id")
);
`
/**
 * SQL that schema.prisma cannot express: a semicolon in a function, a CHECK, an index with a WHERE, one on an
 * expression.
 */
const BY_HAND = `
ALTER TABLE "player" ADD CONSTRAINT player_name_check CHECK (name <> '');
CREATE INDEX player_short_name_idx ON "player" (name) WHERE length(name) < 4;
CREATE INDEX player_lower_name_idx ON "player" (lower(name));
CREATE FUNCTION tell_of_player() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('player', '');
  RETURN NULL;
END;
$$;
CREATE TRIGGER player_told AFTER INSERT ON "player" FOR EACH STATEMENT EXECUTE FUNCTION tell_of_player();`

let database: TestDatabase
let directory: string
let client: Client

beforeEach(async () => {
  database = await createTestDatabase({ migrations: null })
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-migrations-'))
  mkdirSync(path.join(directory, 'migrations'))
  writeSchema('id   String @id @db.Uuid', 'name String')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterEach(async () => {
  await client.end()
  await database.close()
  rmSync(directory, { recursive: true, force: true })
})

function writeSchema(...fields: readonly string[]): void {
  writeFileSync(
    path.join(directory, 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n\nmodel Player {\n  ${fields.join('\n  ')}\n\n  @@map("player")\n}\n`,
  )
}

function writeMigration(name: string, sql: string): void {
  mkdirSync(path.join(directory, 'migrations', name), { recursive: true })
  writeFileSync(path.join(directory, 'migrations', name, 'migration.sql'), sql)
}

const run = async () => await migrate({ url: database.url, directory })

const rowsOf = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows

test('migrations are applied in order, once, and recorded as Prisma does', async () => {
  writeMigration('20260101000001_name', 'ALTER TABLE player ADD COLUMN age int')
  writeMigration('20260101000000_player', CREATE_PLAYER)
  expect(await run()).toEqual({ applied: ['20260101000000_player', '20260101000001_name'] })
  expect(await run()).toEqual({ applied: [] })
  expect(
    await rowsOf(
      `SELECT migration_name AS name, checksum, applied_steps_count AS steps, finished_at IS NOT NULL AS finished, logs, rolled_back_at
       FROM _prisma_migrations ORDER BY started_at`,
    ),
  ).toEqual(
    readMigrations(directory).map(({ name, checksum }) => ({
      name,
      checksum,
      steps: 1,
      finished: true,
      logs: null,
      rolled_back_at: null,
    })),
  )
})

test('functions, triggers, checks and special indexes are taken as they are written, and are no difference', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER + BY_HAND)
  await run()
  expect(await schemaDifference({ url: database.url, directory })).toBe('')
  await client.query('LISTEN player')
  const told = new Promise<string>(resolve => client.once('notification', message => resolve(message.channel)))
  await client.query(`INSERT INTO player VALUES (gen_random_uuid(), 'aria')`)
  expect(await told).toBe('player')
})

test('of several that start at once, one migrates and the others find it done', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER)
  const results = await Promise.all([run(), run(), run(), run()])
  expect(results.flatMap(result => result.applied)).toEqual(['20260101000000_player'])
  expect(await rowsOf('SELECT count(*)::int AS count FROM _prisma_migrations')).toEqual([{ count: 1 }])
})

test('a migration that fails leaves nothing behind, says why and where, and is applied once it is mended', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER)
  writeMigration('20260101000001_wrong', 'CREATE TABLE half (id int);\nALTER TABLE nowhere ADD COLUMN x int;\n')
  await expect(run()).rejects.toThrow(/20260101000001_wrong.*relation "nowhere" does not exist/s)
  expect(await rowsOf(`SELECT to_regclass('player') IS NOT NULL AS player, to_regclass('half') AS half`)).toEqual([
    { player: true, half: null },
  ])
  writeMigration('20260101000001_wrong', 'CREATE TABLE half (id int);')
  expect(await run()).toEqual({ applied: ['20260101000001_wrong'] })
})

test('a syntax error is told with its line', async () => {
  writeMigration('20260101000000_player', `${CREATE_PLAYER}\nCREATE TABEL oops ();\n`)
  await expect(run()).rejects.toThrow(/syntax error at or near "TABEL" \(line 8\)/)
})

test('a migration that a crash cut off is applied by the next run', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER)
  await run()
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (gen_random_uuid(), 'x', '20260101000001_age', now())`,
  )
  writeMigration('20260101000001_age', 'ALTER TABLE player ADD COLUMN age int')
  expect(await run()).toEqual({ applied: ['20260101000001_age'] })
})

test('an applied migration may not change', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER)
  await run()
  writeMigration('20260101000000_player', `${CREATE_PLAYER}-- changed\n`)
  await expect(run()).rejects.toThrow(/Expected applied migrations to stay as they are, but 20260101000000_player/)
})

test('a database that is ahead, as while a release is taken back, is left as it is', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER)
  writeMigration('20260101000001_age', 'ALTER TABLE player ADD COLUMN age int')
  await run()
  rmSync(path.join(directory, 'migrations', '20260101000001_age'), { recursive: true })
  expect(await run()).toEqual({ applied: [] })
})

test('a difference between schema and migrations is told as the SQL that is missing', async () => {
  writeMigration('20260101000000_player', CREATE_PLAYER + BY_HAND)
  await run()
  writeSchema('id   String @id @db.Uuid', 'name String @unique', 'age  Int?')
  const difference = await schemaDifference({ url: database.url, directory })
  expect(difference).toContain('ALTER TABLE "player" ADD COLUMN     "age" INTEGER;')
  expect(difference).toContain('CREATE UNIQUE INDEX "player_name_key"')
  expect(difference).not.toContain('DROP')
})

test('a new migration holds the difference and closes it, and the next one would be empty', async () => {
  const clock = manualClock('2026-02-03T04:05:06.789Z')
  const first = await createTestDatabase({ migrations: null })
  const second = await createTestDatabase({ migrations: null })
  try {
    const written = await newMigration({ url: first.url, directory, what: 'player', clock })
    expect(written.isEmpty).toBe(false)
    expect(path.relative(directory, written.file)).toBe('migrations/20260203040506_player/migration.sql')
    expect(readMigrations(directory)[0]?.sql).toBe(`-- CreateTable\n${CREATE_PLAYER}`)
    clock.advance(1000)
    expect((await newMigration({ url: second.url, directory, what: 'by_hand', clock })).isEmpty).toBe(true)
    expect((await run()).applied).toEqual(['20260203040506_player', '20260203040507_by_hand'])
    expect(await schemaDifference({ url: database.url, directory })).toBe('')
  } finally {
    await Promise.all([first.close(), second.close()])
  }
})

test('a migration’s name is refused when it would not be a plain directory', async () => {
  const clock = manualClock()
  await expect(newMigration({ url: database.url, directory, what: '../x', clock })).rejects.toThrow(/got '..\/x'/)
})
