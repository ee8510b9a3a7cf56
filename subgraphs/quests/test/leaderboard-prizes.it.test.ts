import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aLevel, startLeaderboards, type LeaderboardApp } from './leaderboard-app.js'
import { aPlayer, type Player } from './quests-app.js'

let quests: LeaderboardApp
beforeEach(async () => {
  quests = await startLeaderboards()
})
afterEach(() => quests.close())

const gold = (amount: number) => [{ currency: 'GOLD', amount }]
const PRIZES = [
  { fromRank: 1, toRank: 1, rewards: [...gold(100), { experience: 5 }] },
  // No prize for rank 2.
  { fromRank: 3, toRank: 150, rewards: gold(10) },
]
const DAY_OVER = '2026-11-22T00:01:00.000Z'

/** Players of today, the best first, and a board of the day with prizes. */
async function aDay(count: number): Promise<{ board: string; players: readonly Player[] }> {
  const board = await quests.aBoard({ period: 'DAILY', prizes: PRIZES })
  quests.clock.advance(10_000)
  await quests.jobs.fillBoards()
  await quests.jobs.fillBoards()
  const players = Array.from({ length: count }, () => aPlayer())
  const at = '2026-11-21T12:00:00Z'
  await quests.happensTogether(...players.map((player, index) => aLevel(player, 2 + count - index, at)))
  return { board, players }
}
const until = (moment: string) => quests.clock.advance(Date.parse(moment) - quests.clock.now().getTime())
const pay = async () => {
  await quests.jobs.closePeriods()
  await quests.jobs.payPrizes()
}
const toldOf = async (type: string) =>
  (await quests.told()).filter(event => event.type === type).map(({ data }) => data)

test('prizes are granted once when a period is closed, each with the end of the season, by rank', async () => {
  const { board, players } = await aDay(160)
  until('2026-11-22T00:00:59.999Z')
  await pay()
  expect(await toldOf('season.ended')).toEqual([])
  until(DAY_OVER)
  await Promise.all([pay(), pay(), pay()])
  await pay()

  const ranked = players.slice(0, 150).map(({ userId }, index) => ({ userId, leaderboardId: board, rank: index + 1 }))
  const expected = ranked.filter(({ rank }) => rank !== 2)
  const byRank = (one: { rank?: unknown }, other: { rank?: unknown }) => Number(one.rank) - Number(other.rank)
  expect((await toldOf('season.ended')).toSorted(byRank)).toEqual(expected)
  const granted = await toldOf('quest.reward_granted')
  expect(granted).toHaveLength(expected.length)
  expect(new Set(granted.map(({ completionId }) => completionId)).size).toBe(expected.length)
  expect(granted.find(({ userId }) => userId === players[0]?.userId)).toMatchObject({
    questId: board,
    rewards: [
      { kind: 'CURRENCY', currency: 'GOLD', amount: 100 },
      { kind: 'EXPERIENCE', amount: 5 },
    ],
  })
  // Grants are recorded, so that the subgraphs that pay can ask for them.
  const ids = (await quests.rows(`SELECT event_id FROM outbox WHERE type = 'quest.reward_granted'`)).map(row =>
    String(row['event_id']),
  )
  expect(await quests.app.services.findGrantedRewards(ids)).toHaveLength(expected.length)
})

test('a process that dies between two pages leaves the rest to the next one, though an entry has gone meanwhile', async () => {
  const { board, players } = await aDay(160)
  until(DAY_OVER)
  await quests.jobs.closePeriods()
  expect(await quests.jobs.payPage()).toBe(true)
  expect(await toldOf('season.ended')).toHaveLength(99)
  const { userId } = players[50] as Player
  await quests.happens(newEvent('user.deleted', { id: randomUUID(), occurredAt: quests.clock.now(), data: { userId } }))
  await quests.jobs.payPrizes()
  const ended = await toldOf('season.ended')
  expect(ended.map(({ rank }) => rank)).toEqual([1, ...Array.from({ length: 148 }, (_, index) => index + 3)])
  expect(ended.at(-1)).toEqual({ userId: players[149]?.userId, leaderboardId: board, rank: 150 })
})

test('a transaction that fails grants nothing of its page', async () => {
  await aDay(5)
  until(DAY_OVER)
  await quests.jobs.closePeriods()
  await quests.rows(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''killed''; END'`,
  )
  await quests.rows('CREATE TRIGGER fails BEFORE UPDATE ON leaderboard_period EXECUTE FUNCTION fail()')
  await expect(quests.jobs.payPrizes()).rejects.toThrow('killed')
  expect(await toldOf('season.ended')).toEqual([])
  expect(await quests.rows('SELECT id FROM leaderboard_prize')).toEqual([])
  await quests.rows('DROP TRIGGER fails ON leaderboard_period')
  await quests.jobs.payPrizes()
  expect(await toldOf('season.ended')).toHaveLength(4)
})

test('an event that comes after its period was closed is recorded, and moves no rank, now and after a rebuild', async () => {
  const { board, players } = await aDay(3)
  until(DAY_OVER)
  await pay()
  const before = await quests.entries(board, { period: -1 })
  const last = players[2] as Player
  const late = aLevel(last, 50, '2026-11-21T23:59:59Z')
  await quests.happens(late, aLevel(aPlayer(), 60, '2026-11-21T23:59:59Z'))
  await quests.happens(late)
  expect(await quests.entries(board, { period: -1 })).toEqual(before)
  expect(await quests.rows('SELECT event_id FROM leaderboard_late_event')).toHaveLength(2)
  for await (const { changed } of quests.app.services.rebuildScores()) expect(changed).toBe(0)
  await quests.happens(aLevel(last, 51, DAY_OVER))
  expect((await quests.entries(board)).map(({ score }) => score)).toEqual([51])
})

test('scores that are being written when a period is closed are in it', async () => {
  const { board } = await aDay(3)
  until(DAY_OVER)
  const more = Array.from({ length: 20 }, () => aLevel(aPlayer(), 99, '2026-11-21T23:59:59Z'))
  await Promise.all([...more.map(event => quests.happens(event)), pay(), pay()])
  const entries = await quests.entries(board, { period: -1 })
  const late = await quests.rows('SELECT event_id FROM leaderboard_late_event')
  expect(entries.length + late.length).toBe(23)
  const ended = (await toldOf('season.ended')).map(({ userId, rank }) => [rank, userId])
  expect(ended).toEqual(entries.filter(({ rank }) => rank !== 2).map(({ rank, user }) => [rank, user.id]))
})

test('periods that were over when a board was published have no prizes', async () => {
  await quests.happens(aLevel(aPlayer(), 5, '2026-11-19T10:00:00Z'))
  const { board } = await aDay(1)
  expect(await quests.entries(board, { period: -2 })).toHaveLength(1)
  await pay()
  expect(await toldOf('season.ended')).toEqual([])
  expect(await quests.rows('SELECT period FROM leaderboard_period WHERE settled_at IS NOT NULL')).toHaveLength(1)
})

test('administrators see what was granted, page by page', async () => {
  const { board, players } = await aDay(4)
  until(DAY_OVER)
  await pay()
  const asked = `query ($id: ID!, $after: String) { leaderboard(id: $id) { grantedPrizes(first: 2, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { rank user { id } endedAt rewards { ... on CurrencyReward { amount } } } } } } }`
  const first = (await quests.ask(aPlayer('admin.read'), asked, { id: board })).data.leaderboard.grantedPrizes
  const next = (await quests.ask(aPlayer('admin.read'), asked, { id: board, after: first.pageInfo.endCursor })).data
    .leaderboard.grantedPrizes
  const nodes = [...first.edges, ...next.edges].map(({ node }: { node: { rank: number; user: object } }) => node)
  expect(nodes.map(({ rank, user }) => ({ rank, ...user }))).toEqual(
    [1, 3, 4].map(rank => ({ rank, id: players[rank - 1]?.userId })),
  )
  expect(first.totalCount).toBe(3)
  expect(nodes[0]).toMatchObject({ endedAt: '2026-11-22T00:00:00.000Z' })
  expect(next.pageInfo.hasNextPage).toBe(false)
})

test('the export of a user holds scores and prizes, and a deleted account has no entry, also from later events', async () => {
  const { board, players } = await aDay(2)
  until(DAY_OVER)
  await pay()
  const [first, second] = players as [Player, Player]
  const { entries } = await quests.app.services.exportUser({ userId: first.userId })
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'leaderboard_score', leaderboardId: board, score: 4 }))
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'leaderboard_prize', leaderboardId: board, rank: 1 }))
  const id = randomUUID()
  await quests.happens(
    newEvent('user.deleted', { id, occurredAt: quests.clock.now(), data: { userId: first.userId } }),
    aLevel(first, 70, quests.clock.now()),
  )
  expect(await quests.entries(board)).toEqual([])
  expect((await quests.entries(board, { period: -1 })).map(({ rank, user }) => [rank, user.id])).toEqual([
    [1, second.userId],
  ])
})

test('entries of a period that is kept no longer are deleted once its prizes are paid, and no rebuild makes them anew', async () => {
  const { board, players } = await aDay(5)
  const keeping = await quests.rows('SELECT definition FROM leaderboard_version WHERE leaderboard_id = $1', board)
  expect(keeping[0]?.['definition']).not.toHaveProperty('keptPeriods')
  await quests.jobs.keepBlocks()
  const held = () =>
    quests.rows(`SELECT (SELECT count(*) FROM leaderboard_score)::int AS scores, (SELECT count(*) FROM leaderboard_block)::int AS blocks,
      (SELECT count(*) FROM leaderboard_prize)::int AS prizes, (SELECT count(*) FROM leaderboard_period WHERE purged_at IS NOT NULL)::int AS purged`)
  until('2027-02-21T23:59:59Z')
  await quests.jobs.closePeriods()
  until('2027-02-22T00:00:00Z')
  // Its time is over, but its prizes are not paid.
  await quests.jobs.purgePeriods()
  expect(await held()).toEqual([{ scores: 5, blocks: 1, prizes: 0, purged: 0 }])
  await quests.jobs.payPrizes()
  await Promise.all([quests.jobs.purgePeriods(), quests.jobs.purgePeriods()])
  await quests.jobs.purgePeriods()
  expect(await held()).toEqual([{ scores: 0, blocks: 0, prizes: 4, purged: 1 }])
  expect(await quests.jobs.rebuildScores()).toBe(0)
  expect(await held()).toEqual([{ scores: 0, blocks: 0, prizes: 4, purged: 1 }])
  expect(await quests.entries(board, { period: -93 })).toEqual([])
  // An event of the period that comes only now is recorded, and counts nothing.
  await quests.happens(aLevel(players[4] as Player, 90, '2026-11-21T13:00:00Z'))
  expect(await held()).toEqual([{ scores: 0, blocks: 0, prizes: 4, purged: 1 }])
})

test('the last period that is kept still has its entries, as do boards that keep more', async () => {
  const { board } = await aDay(3)
  const long = await quests.aBoard({ period: 'DAILY', keptPeriods: 1_000 })
  const short = await quests.aBoard({ period: 'DAILY', keptPeriods: 1 })
  quests.clock.advance(10_000)
  for (let boards = 0; boards < 4; boards++) await quests.jobs.fillBoards()
  until('2027-02-21T23:59:59Z')
  await pay()
  await quests.jobs.purgePeriods()
  const entries = async (id: string) => (await quests.entries(id, { period: -92 })).length
  expect([await entries(board), await entries(long), await entries(short)]).toEqual([3, 3, 0])
  expect(await quests.rows('SELECT board FROM leaderboard_period WHERE purged_at IS NOT NULL')).toHaveLength(1)
})
