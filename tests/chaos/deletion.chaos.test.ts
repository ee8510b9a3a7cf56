import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { deletionSteps } from './fault-points.js'
import { dieAt } from './faults.js'
import { startLeavers, type Leavers } from './leavers.js'
import { subgraphs, type Subgraph } from './postgres.js'
import { isShort } from './short-form.js'
import { startStage, type Stage } from './stage.js'

const CLIENTS = 4
/** Of the short form: in each subgraph, within a transaction or at its commit. */
const shortSteps: ReadonlySet<string> = new Set([
  'account erased',
  'erasure relayed',
  'roster erased, committed',
  'player erased',
  'seeds erased',
])
const steps = deletionSteps.map(({ step }) => step).filter(step => !isShort || shortSteps.has(step))
/** Purchases that a process left behind are brought to their end within a minute or two. */
const ERASED_WITHIN = { timeout: 170_000, interval: 500 }

let stage: Stage
let leavers: Leavers
let hasFailed = false

beforeAll(async () => {
  stage = await startStage({ ACCOUNT_DELETION_DELAY_SECONDS: '0' })
  leavers = startLeavers(stage.url, CLIENTS)
})
afterAll(async () => {
  await leavers.stop().catch(() => undefined)
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

const rowsOf = async <Row extends object>(subgraph: Subgraph, text: string, ...values: unknown[]) =>
  (await stage.postgres.pool(subgraph).query<Row>(text, values)).rows

/** Tables in which a name of one of the leavers still stands. */
async function tablesWithNames(): Promise<readonly string[]> {
  const found: string[] = []
  const names = leavers.left.map(({ name }) => name.toLowerCase())
  for (const subgraph of subgraphs) {
    const tables = await rowsOf<{ name: string }>(
      subgraph,
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
    for (const { name } of tables) {
      const hits = await rowsOf(
        subgraph,
        `select from "${name}" t where exists (select from unnest($1::text[]) n where strpos(lower(t::text), n) > 0) limit 1`,
        names,
      )
      if (hits.length > 0) found.push(`${subgraph}.${name}`)
    }
  }
  return found
}

describe('accounts that are deleted while one process after another dies', () => {
  it.each(steps)('at: %s', async step => {
    hasFailed = true
    const bringing = dieAt(step).bring(stage, () => undefined)
    await Promise.race([bringing, leavers.failed])
    await stage.untilReady()
    expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
    hasFailed = false
  })

  it('are all erased, in every subgraph, with nothing left over', async () => {
    hasFailed = true
    await leavers.stop()
    const ids = leavers.left.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(steps.length)
    await vi.waitFor(async () => {
      const erased = await rowsOf('users', 'select from account_deletion where erased_at is not null')
      expect(erased).toHaveLength(ids.length)
    }, ERASED_WITHIN)
    expect(await untilSettled(stage.postgres)).toEqual([])
    await vi.waitFor(async () => expect(await auditEconomy(stage.postgres, { settled: true })).toBe(''), {
      timeout: 30_000,
      interval: 1_000,
    })
    // Of orders that came while their user was being erased, an hourly job erases the client's keys.
    expect((await tablesWithNames()).filter(table => table !== 'gacha.pull')).toEqual([])
    hasFailed = false
  }, 400_000)

  it('were erased exactly once: each character was purged by one event', async () => {
    const purges = await rowsOf<{ characters: number; events: number }>(
      'quests',
      `select count(distinct data->>'characterId')::int as characters, count(*)::int as events from game_event
       where type = 'character.purged' and user_id = any($1)`,
      leavers.left.map(({ id }) => id),
    )
    const created = await rowsOf<{ n: number }>(
      'quests',
      `select count(*)::int as n from game_event where type = 'character.created' and user_id = any($1)`,
      leavers.left.map(({ id }) => id),
    )
    expect(purges).toEqual([{ characters: created[0]?.n, events: created[0]?.n }])
    expect(created[0]?.n).toBeGreaterThanOrEqual(leavers.left.length)
  })
})
