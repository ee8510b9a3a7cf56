import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditEconomy, untilSettled } from './audit.js'
import { createChance } from './chance.js'
import { untilAnswered } from './client.js'
import { prizeSteps } from './fault-points.js'
import { dieAt } from './faults.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { join, signInAgain } from './play.js'
import { startStage, type Stage } from './stage.js'

const PLAYERS = 6
/** A period is closed a minute after its end (subgraphs/quests/src/services/leaderboards/close-periods.ts). */
const CLOSING_DELAY_MS = 60_000
/** Between the ends of two boards: about as long as one death and its recovery take. */
const STAGGER_MS = 10_000
/** More than there are steps: a process that restarts late finds another one. */
const BOARDS = prizeSteps.length + 4
const DAY_MS = 86_400_000
const GOLD = [100, 50, 25] as const

let stage: Stage
let firstClosingMs: number
let boardIds: readonly string[]
let hasFailed = false
const players: Player[] = []
const ledger = createClientLedger()

beforeAll(async () => {
  stage = await startStage()
  const play = { url: stage.url, ledger, chance: createChance(1) }
  for (let index = 0; index < PLAYERS; index++) {
    const player = await join(play)
    players.push(player)
    for (let times = 0; times < index; times++) await signInAgain(play, player)
  }
  const admin = await join(play)
  await stage.postgres
    .pool('users')
    .query(`update "user" set role = 'admin' where username = $1`, [admin.name.toLowerCase()])
  await signInAgain(play, admin)
  // Seasons of a day that began almost a day ago: they end one after the other, a moment after they are published.
  const firstEndMs = Date.now() + STAGGER_MS
  firstClosingMs = firstEndMs + CLOSING_DELAY_MS
  boardIds = await publishBoards(admin.token, firstEndMs)
})
afterAll(async () => {
  if (hasFailed) process.stdout.write(`The processes' logs are in ${stage.logs}\n`)
  await stage.close({ keepLogs: hasFailed })
})

async function publishBoards(token: string, firstEndMs: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let index = 0; index < BOARDS; index++) {
    const startsAt = new Date(firstEndMs + index * STAGGER_MS - DAY_MS).toISOString()
    const input = {
      name: `Season ${index}`,
      eventType: 'user.signed_in',
      score: 'COUNT',
      period: 'SEASON',
      season: { startsAt, days: 1 },
      prizes: GOLD.map((amount, rank) => ({
        fromRank: rank + 1,
        toRank: rank + 1,
        rewards: [{ currency: 'GOLD', amount }],
      })),
    }
    const { publishLeaderboard } = await untilAnswered<{ publishLeaderboard: { id?: string; message?: string } }>(
      stage.url,
      {
        query: `mutation ($input: JSON!, $key: ID!) { publishLeaderboard(input: $input, idempotencyKey: $key) {
          ... on Leaderboard { id } ... on Refusal { message } } }`,
        variables: { input, key: `board-${index}` },
        token,
      },
      () => undefined,
    )
    if (publishLeaderboard.id === undefined) throw new Error(publishLeaderboard.message)
    ids.push(publishLeaderboard.id)
  }
  return ids
}

const rowsOf = async <Row extends object>(subgraph: 'users' | 'quests', text: string, ...values: unknown[]) =>
  (await stage.postgres.pool(subgraph).query<Row>(text, values)).rows

describe('prizes of periods that end while one process after another dies', () => {
  it('waits for the first period to be over', async () => {
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(firstClosingMs - STAGGER_MS / 2), {
      timeout: 2 * CLOSING_DELAY_MS,
      interval: 200,
    })
  }, 150_000)

  it.each(prizeSteps.map(({ step }) => step))('at: %s', async step => {
    hasFailed = true
    await dieAt(step).bring(stage, () => undefined)
    await stage.untilReady()
    expect(await auditEconomy(stage.postgres, { settled: false })).toBe('')
    hasFailed = false
  })

  it('are all paid, each once: the sum is exact, and so is each rank', async () => {
    hasFailed = true
    await vi.waitFor(
      async () =>
        expect(await rowsOf('quests', 'select from leaderboard_period where settled_at is not null')).toHaveLength(
          BOARDS,
        ),
      { timeout: 250_000, interval: 500 },
    )
    expect(await untilSettled(stage.postgres)).toEqual([])
    await vi.waitFor(async () => expect(await auditEconomy(stage.postgres, { settled: true })).toBe(''), {
      timeout: 30_000,
      interval: 1_000,
    })
    const paid = await rowsOf<{ board: string; sum: number }>(
      'users',
      `select quest_id as board, sum(amount)::int as sum from reward_claim where quest_id = any($1) group by quest_id`,
      boardIds,
    )
    const each = GOLD.reduce((sum, amount) => sum + amount, 0)
    expect(Object.fromEntries(paid.map(({ board, sum }) => [board, sum]))).toEqual(
      Object.fromEntries(boardIds.map(id => [id, each])),
    )
    const ended = await rowsOf<{ n: number }>(
      'quests',
      `select count(distinct (data->>'leaderboardId', data->>'rank'))::int as n from game_event where type = 'season.ended'`,
    )
    expect(ended).toEqual([{ n: BOARDS * GOLD.length }])
    hasFailed = false
  }, 400_000)
})
