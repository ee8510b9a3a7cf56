import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { newEvent } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { createEventKeys, newEventKeyPair, publicKeyOf } from '@waystone/kit/outbox'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { announceSystem } from '@waystone/kit/running-system'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const command = fileURLToPath(new URL('../dist/events.js', import.meta.url))
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-events-'))
const [ill, sound] = [randomUUID(), randomUUID()]
let testDatabase: TestDatabase
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrations: 'quests' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  database = createDatabase({ url: testDatabase.url, maxConnections: 2, applicationName: 'test', logger })
  await announceSystem({ directory, settings: { QUESTS_DATABASE_URL: testDatabase.url } })
})
afterAll(async () => {
  await database.close()
  await testDatabase.close()
  rmSync(directory, { recursive: true, force: true })
})

/** As an operator runs it, beside a system that has announced itself. */
async function run(...args: string[]): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [command, ...args, ...(args[0] === 'keys' ? [] : ['--data', directory])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise(resolve => child.once('close', resolve))
  return { code, output }
}

const rows = async (text: string, ...values: unknown[]) =>
  (await database.primary.query<Record<string, unknown>>(text, values)).rows

async function setAside(userId: string, type: string | null, error: string, attempts: number): Promise<string> {
  const event = newEvent('user.signed_in', {
    id: randomUUID(),
    occurredAt: new Date('2026-11-21T10:00:00Z'),
    data: { userId, sessionId: randomUUID(), first: false },
  })
  await rows(
    `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
     VALUES ($1, 'users', $2, $3, $4, $5, $6)`,
    event.id,
    userId,
    type ?? event.type,
    JSON.stringify({ ...event, type: type ?? event.type }),
    error,
    attempts,
  )
  return event.id
}

const stranger = randomUUID()
const pair = newEventKeyPair()

/** An event that was refused when it came, signed by this key. @returns its number. */
async function refuse(producer: string, signingKey: string): Promise<string> {
  const data = { userId: stranger, sessionId: randomUUID(), first: false }
  const event = newEvent('user.signed_in', { id: randomUUID(), occurredAt: new Date('2026-11-21T10:00:00Z'), data })
  const entry = { stream: `events:{${producer}}:0`, text: JSON.stringify(event) }
  const [proof] = createEventKeys({ signing: { [producer]: signingKey }, public: {} })
    .signerOf(producer)
    .sign([entry])
  const [row] = await rows(
    `INSERT INTO refused_event (digest, producer, stream, reason, event_id, type, aggregate_id, entry, key_id, signature, digests)
     VALUES (gen_random_uuid()::text::bytea, $1, $2, 'unknown_key', $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    producer,
    entry.stream,
    event.id,
    event.type,
    stranger,
    entry.text,
    proof?.keyId,
    proof?.signature,
    proof?.digests,
  )
  return String(row?.['id'])
}

/** Two of a user whose first event no build knows, and two of another. */
let ids: readonly string[]
beforeEach(async () => {
  await rows('DELETE FROM dead_letter')
  await rows('DELETE FROM refused_event')
  ids = [
    await setAside(ill, 'user.teleported', 'UnknownEvent: not\n  yet', 1),
    await setAside(ill, null, 'Waits behind', 0),
    await setAside(sound, null, 'Error: a fault that is repaired', 5),
    await setAside(sound, null, 'Waits behind', 0),
  ]
})

const recorded = async () =>
  (await rows('SELECT id FROM game_event WHERE id = ANY($1::uuid[]) ORDER BY sequence', ids)).map(({ id }) => id)

test('dead letters are listed in their order, with what an operator needs to judge them', async () => {
  const { code, output } = await run('dead', '--subgraph', 'quests', '--limit', '3')
  expect(code).toBe(0)
  expect(output).toContain('quests has 4 dead letters')
  expect(output).toContain('… and 1 more')
  expect(ids.map(id => output.includes(id))).toEqual([true, true, true, false])
  expect(output).toMatch(
    new RegExp(`${ids[0]}  user.teleported v1, from users.*\n  aggregate  ${ill}\n  attempts   1, first`),
  )
  expect(output).toContain('error      UnknownEvent: not yet')
  expect((await run('dead', '--subgraph', 'quests', '--aggregate', sound)).output).toContain('has 2 dead letters')
})

test('a replay of everything applies what it can, once, and exits with 1 for what failed again', async () => {
  const { code, output } = await run('replay', '--subgraph', 'quests', '--all')
  expect(code).toBe(1)
  expect(output).toMatch(new RegExp(`✗ failed again  ${ids[0]}  user.teleported.*\n    UnknownEvent`))
  expect(output).toContain(`✓ applied  ${ids[2]}`)
  expect(output).toContain('2 applied, 1 failed again; 2 dead letters are left')
  expect(await recorded()).toEqual(ids.slice(2))
  const again = await run('replay', '--subgraph', 'quests', '--aggregate', sound)
  expect([again.code, again.output]).toEqual([0, '0 applied, 0 failed again; 0 dead letters are left\n'])
})

test('a replay tells programs each outcome, and what is left', async () => {
  const { code, output } = await run('replay', '--subgraph', 'quests', '--all', '--json')
  expect(code).toBe(1)
  const told = JSON.parse(output) as { events: { event: { id: string }; outcome: string }[] }
  expect(told).toMatchObject({ subgraph: 'quests', refusedEvents: [], left: 2, refusedLeft: 0 })
  expect(told.events.map(({ event, outcome }) => [event.id, outcome])).toContainEqual([ids[2], 'applied'])
  expect(told.events.map(({ event, outcome }) => [event.id, outcome])).toContainEqual([ids[0], 'failed'])
})

test('one event is replayed by its id, unless another of its aggregate comes first', async () => {
  const behind = await run('replay', '--subgraph', 'quests', '--event', ids[3] ?? '')
  expect(behind.code).toBe(1)
  expect(behind.output).toContain(`${ids[3]} waits behind ${ids[2]}: --aggregate ${sound}`)
  const first = await run('replay', '--subgraph', 'quests', '--event', ids[2] ?? '')
  expect([first.code, await recorded()]).toEqual([0, [ids[2]]])
})

test('refused events are listed apart, checked again by a replay, and deleted one by one', async () => {
  const [id, forged] = await Promise.all([
    refuse('users', pair.signingKey),
    refuse('users', newEventKeyPair().signingKey),
  ])
  const listed = await run('dead', '--subgraph', 'quests', '--aggregate', stranger)
  expect(listed.output).toContain('quests refused 2 events that are not shown to be a producer’s')
  expect(listed.output).toMatch(new RegExp(`refused ${id}  unknown_key, in events:\\{users\\}:0 of users`))

  // Without keys that are set, nothing verifies.
  expect((await run('replay', '--subgraph', 'quests', '--aggregate', stranger)).output).toMatch(/refused again/g)
  const settings = { QUESTS_DATABASE_URL: testDatabase.url, EVENTS_PUBLIC_KEYS: `users=${pair.publicKey}` }
  await announceSystem({ directory, settings })
  const replayed = await run('replay', '--subgraph', 'quests', '--aggregate', stranger)
  expect(replayed.code).toBe(1)
  expect(replayed.output).toContain(`✓ verified, applied  refused ${id}`)
  expect(replayed.output).toContain(`✗ refused again  refused ${forged}`)
  expect(replayed.output).toContain('1 refused event left')

  const args = ['discard', '--subgraph', 'quests', '--refused', forged ?? '', '--yes'] as const
  expect(await run(...args)).toEqual({ code: 0, output: `refused ${forged} is deleted\n` })
  expect((await run(...args)).code).toBe(1)
  expect(await run(...args, '--json')).toMatchObject({ code: 1, output: '{\n  "deleted": false\n}\n' })
})

test('a replay has rewards confirmed by the database of quests, and refuses those that quests has not granted', async () => {
  const usersDatabase = await createTestDatabase({ migrations: 'users' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  const usersPool = createDatabase({ url: usersDatabase.url, maxConnections: 1, applicationName: 'test', logger })
  try {
    const settings = { QUESTS_DATABASE_URL: testDatabase.url, USERS_DATABASE_URL: usersDatabase.url }
    await announceSystem({ directory, settings })
    const rewards = [{ kind: 'CURRENCY' as const, currency: 'GOLD' as const, amount: 5 }]
    const data = { userId: stranger, questId: randomUUID(), completionId: randomUUID(), rewards }
    const event = newEvent('quest.reward_granted', { id: randomUUID(), occurredAt: new Date(), data })
    await usersPool.primary.query(
      `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
       VALUES ($1, 'quests', $2, $3, $4, 'Waits behind', 0)`,
      [event.id, stranger, event.type, JSON.stringify(event)],
    )
    const { code, output } = await run('replay', '--subgraph', 'users', '--all')
    expect(output).toContain(`✗ refused: its producer does not confirm it  ${event.id}`)
    expect(output).toContain('0 applied, 1 refused, 0 failed again; 0 dead letters are left\n1 refused event left')
    expect(code).toBe(1)
    expect((await run('dead', '--subgraph', 'users')).output).toMatch(/refused \d+ {2}denied, of quests, /)
  } finally {
    await usersPool.close()
    await usersDatabase.close()
  }
})

test('new keys are printed as the settings that take them', async () => {
  const { output } = await run('keys')
  const { EVENTS_PUBLIC_KEYS = '', ...signing } = Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  expect(EVENTS_PUBLIC_KEYS.split(',')).toEqual(
    ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'].map(
      name => `${name}=${publicKeyOf(signing[`${name.toUpperCase()}_EVENTS_SIGNING_KEY`] ?? '')}`,
    ),
  )
  expect((await run('keys', '--producer', 'quests')).output.trim().split('\n')).toHaveLength(2)
})

test('a replay says which events it wants, and where it looked for the database', async () => {
  expect(await run('replay', '--subgraph', 'quests')).toMatchObject({
    code: 2,
    output: expect.stringContaining('say which: --event <id>, --aggregate <id> or --all'),
  })
  expect((await run('replay', '--subgraph', 'quests', '--event', 'x')).output).toContain('Expected a UUID')
  expect(await run('dead', '--subgraph', 'gacha')).toMatchObject({
    code: 1,
    output: expect.stringContaining(`GACHA_DATABASE_URL: the system on ${directory} has none`),
  })
})
