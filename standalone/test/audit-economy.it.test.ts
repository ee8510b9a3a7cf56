import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createInProcessServiceClient } from '@waystone/kit/service-client'
import {
  answerAudit,
  auditedSubgraphs,
  auditEconomy,
  auditLive,
  auditParts,
  createAuditPart,
  sourceOf,
  type Finding,
  type Subgraph,
} from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { damages, loosen } from './damages.js'
import { playEconomy, type PlayedEconomy } from './economy.js'

const command = fileURLToPath(new URL('../../tools/dist/audit-economy.js', import.meta.url))
const logger = createLogger({ name: 'test', level: 'silent' })
let economy: PlayedEconomy
let databases: Record<Subgraph, Database>
let sound: readonly Finding[]

const open = (settings: PlayedEconomy['settings'], subgraph: Subgraph) =>
  createDatabase({
    url: settings[`${subgraph.toUpperCase()}_DATABASE_URL`] ?? '',
    maxConnections: 2,
    applicationName: 'test',
    logger,
  })

async function audit(settled: boolean): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const sources = {
    users: sourceOf(databases.users.primary),
    characters: sourceOf(databases.characters.primary),
    quests: sourceOf(databases.quests.primary),
    gacha: sourceOf(databases.gacha.primary),
    social: sourceOf(databases.social.primary),
    notifications: sourceOf(databases.notifications.primary),
  }
  await auditEconomy({ sources, settled, report: finding => findings.push(finding) })
  return findings
}

/** A pet as the world saves it: in play, chance decides whether there is one. */
async function tameOne(): Promise<void> {
  const { rows } = await databases.characters.primary.query<{
    event: string
    owner: string
    user: string
    pet: string
  }>(
    `WITH owner AS (UPDATE characters SET lures_used = 1 WHERE id = (SELECT id FROM characters LIMIT 1) RETURNING id, user_id),
       pet AS (INSERT INTO pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
         SELECT gen_random_uuid(), id, gen_random_uuid(), 'Slime', 30, 25, false, now() FROM owner RETURNING id),
       tamed AS (INSERT INTO gain (source, id, character_id, subject_id, gained_at)
         SELECT 'TAMED', gen_random_uuid(), owner.id, pet.id, now() FROM owner, pet RETURNING id)
     SELECT tamed.id AS event, owner.id AS owner, owner.user_id AS user, pet.id AS pet FROM owner, pet, tamed`,
  )
  const [tamed] = rows
  await databases.quests.primary.query(
    `WITH next AS (UPDATE player SET sequence = sequence + 1 WHERE user_id = $2 RETURNING sequence, catalog_revision)
     INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
     SELECT $1, $2, sequence, 'pet.tamed', $3, now(), catalog_revision FROM next`,
    [tamed?.event, tamed?.user, { userId: tamed?.user, characterId: tamed?.owner, petId: tamed?.pet }],
  )
}

beforeAll(async () => {
  economy = await playEconomy(async settings => {
    if (databases === undefined) {
      databases = {
        users: open(settings, 'users'),
        characters: open(settings, 'characters'),
        quests: open(settings, 'quests'),
        gacha: open(settings, 'gacha'),
        social: open(settings, 'social'),
        notifications: open(settings, 'notifications'),
      }
      await tameOne()
    }
    sound = await audit(true)
    return sound.every(({ violations }) => violations === 0)
  })
}, 120_000)
afterAll(async () => {
  await Promise.all(Object.values(databases).map(database => database.close()))
  await economy.close()
})

/** The findings of an audit while one row is damaged, in transactions that are rolled back. */
async function findingsWhile({ database, sql }: { database: Subgraph; sql: string }): Promise<readonly Finding[]> {
  const clients = {
    users: await databases.users.primary.connect(),
    characters: await databases.characters.primary.connect(),
    quests: await databases.quests.primary.connect(),
    gacha: await databases.gacha.primary.connect(),
    social: await databases.social.primary.connect(),
    notifications: await databases.notifications.primary.connect(),
  }
  const source = (name: Subgraph) => ({
    now: clients[name],
    snapshot: <T>(look: (snapshot: (typeof clients)[Subgraph]) => Promise<T>) => look(clients[name]),
  })
  try {
    for (const name of auditedSubgraphs) await clients[name].query('BEGIN')
    await clients[database].query(loosen[database])
    expect((await clients[database].query(sql)).rowCount, 'something is damaged').toBeGreaterThan(0)
    const findings: Finding[] = []
    const sources = {
      users: source('users'),
      characters: source('characters'),
      quests: source('quests'),
      gacha: source('gacha'),
      social: source('social'),
      notifications: source('notifications'),
    }
    await auditEconomy({ sources, settled: true, report: finding => findings.push(finding) })
    return findings
  } finally {
    for (const name of auditedSubgraphs) {
      await clients[name].query('ROLLBACK')
      clients[name].release()
    }
  }
}

test('every invariant holds on an economy that was played, and there was something to look at', async () => {
  expect(sound.filter(({ violations }) => violations > 0)).toEqual([])
  expect((await audit(false)).length).toBeLessThan(sound.length)
  const count = async (subgraph: Subgraph, table: string) =>
    Number((await databases[subgraph].primary.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n)
  const counts = [
    await count('users', `reservation WHERE purpose = 'PULL'`),
    await count('users', 'purchase'),
    await count('users', 'reward_claim'),
    await count('gacha', 'pulled_item'),
    await count('quests', 'quest_completion WHERE claimed_at IS NOT NULL'),
    await count('characters', 'pets'),
    await count('social', `treasury_movement WHERE status = 'DONE'`),
  ]
  expect(counts).toEqual([3, 2, 4, 11, 4, 1, 4])
  for (const source of ['KILL', 'QUEST', 'PICK_UP'])
    expect(await count('characters', `gain WHERE source = '${source}'`), source).toBeGreaterThan(0)
  expect(await count('gacha', `item_receipt WHERE source = 'QUEST'`)).toBe(1)
  expect(await count('gacha', `item_receipt WHERE source = 'MAIL' AND quantity = 2`)).toBe(1)
  expect(await count('users', `ledger_transfer WHERE reason = 'MAIL_REWARD'`)).toBe(1)
})

test('the game said where its databases are while it ran, and no longer', () => {
  expect(economy.leftBehind).toEqual(['internal-secrets.json', 'secrets.json', 'waystone.json'])
})

test('there is a damage for every invariant', () => {
  expect([...new Set(damages.map(({ title }) => title))].toSorted()).toEqual(sound.map(({ title }) => title).toSorted())
})

describe('a row that is damaged by hand is found', () => {
  test.each(damages.map(damage => [damage.title, damage.sql, damage] as const))('%s: %s', async (wanted, _, damage) => {
    const findings = await findingsWhile(damage)
    const found = findings.find(({ title }) => title === wanted)
    expect(found?.violations).toBeGreaterThan(0)
    expect(found?.examples[0]).toMatch(/\S/)
  })
})

describe('npx waystone audit', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-audit-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const metricsFile = path.join(directory, 'waystone_audit.prom')

  async function run(): Promise<{ code: unknown; output: string }> {
    const env = { PATH: process.env['PATH'] ?? '', ...economy.settings }
    const args = [command, '--settled', '--metrics-file', metricsFile]
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    return { code: await new Promise(resolve => child.once('close', resolve)), output }
  }

  test('says that all hold, and which do not when one is damaged', async () => {
    const before = await run()
    expect(before.code).toBe(0)
    expect(before.output).toMatch(/^(✓ .*\n)+All invariants hold\.\n$/)
    await databases.users.primary.query(`UPDATE purchase SET status = 'PENDING' WHERE status = 'DECLINED'`)
    await databases.gacha.primary.query(
      `INSERT INTO refused_call (refused_at, operation, status, reason, remote_address, request_id, times)
       VALUES (now(), 'find-unknown-items', 401, 'the signature is wrong', '10.0.0.9', 'r', 3),
         (now() - interval '25 hours', 'find-unknown-items', 401, 'there is no token', '10.0.0.9', 'r', 5)`,
    )
    const after = await run()
    expect(after.code).toBe(1)
    expect(after.output).toMatch(/✗ No purchase is pending: 1 violation\(s\)\n {4}[0-9a-f-]{36}\n/)
    expect(after.output).toMatch(
      /! gacha has refused 3 call\(s\) between services within 24 hours\n {4}3 × 401 find-unknown-items from 10\.0\.0\.9: the signature is wrong, last at /,
    )
    expect(after.output).toMatch(/\n1 invariant\(s\) do not hold\.\n$/)
    expect(readdirSync(directory)).toEqual(['waystone_audit.prom'])
    const metrics = readFileSync(metricsFile, 'utf8')
    expect(metrics).toContain('waystone_invariant_violations{invariant="No purchase is pending",service="audit"} 1\n')
    expect(metrics.match(/^waystone_invariant_violations\{.*\} 0$/gm)).toHaveLength(sound.length - 1)
    expect(metrics).toMatch(/^waystone_audit_last_run_timestamp_seconds\S* \d{10}$/m)
  })
})

describe('the audit of the operator console, which asks each subgraph for its part,', () => {
  /** As users asks its neighbours: by calls that are checked at both ends. */
  async function auditByParts(): Promise<readonly Finding[]> {
    const services = createInProcessServiceClient({
      self: 'users',
      find: name => {
        const service = auditedSubgraphs.find(each => each === name)
        if (service === undefined || service === 'users') return []
        return answerAudit(service, createAuditPart(service, databases[service]))
      },
    })
    const findings = await auditLive(auditParts({ database: databases.users, services }))
    for (const { description } of findings)
      expect(description).toMatch(/users|characters|quests|gacha|social|notifications/)
    return findings.map(({ title, violations, examples }) => ({ title, violations, examples }))
  }

  test('finds what the command finds, in its order, also where something is damaged', async () => {
    expect(await auditByParts()).toEqual(await audit(false))
    await databases.users.primary.query(
      `UPDATE ledger_account SET balance = balance + 1 WHERE id = (SELECT id FROM ledger_account WHERE kind = 'WALLET' AND balance > 0 LIMIT 1)`,
    )
    await databases.users.primary.query(`UPDATE reservation SET status = 'RELEASED' WHERE status = 'CAPTURED'`)
    await databases.gacha.primary.query('DELETE FROM pulled_item WHERE index = 9')
    await databases.characters.primary.query(`DELETE FROM gain WHERE source = 'PICK_UP'`)
    await databases.quests.primary.query(loosen.quests)
    await databases.quests.primary.query(
      `UPDATE game_event SET data = jsonb_set(data, '{rewards}', '[]') WHERE type = 'quest.reward_granted'`,
    )
    const damaged = await auditByParts()
    expect(damaged).toEqual(await audit(false))
    const broken = damaged.filter(({ violations }) => violations > 0).map(({ title }) => title)
    expect(broken).toEqual(
      expect.arrayContaining([
        'Per currency, all balances sum to zero',
        'Each drawn pull has its items, and no other has any',
        'Each pull agrees with its reservation',
        'Each experience that was not of a kill is what a quest has granted',
        'Each item that an inventory has from the world was picked up there',
      ]),
    )
  })
})
