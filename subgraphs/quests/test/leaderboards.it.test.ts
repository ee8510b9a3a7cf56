import { randomUUID } from 'node:crypto'
import type { EventEnvelope } from '@waystone/kit/outbox'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aLevel, startLeaderboards, type LeaderboardApp } from './leaderboard-app.js'
import { aPlayer, anEvent, aSignIn, type Player } from './quests-app.js'

let quests: LeaderboardApp
beforeAll(async () => {
  quests = await startLeaderboards()
})
afterAll(() => quests.close())

const shown = (entries: readonly { rank: number; user: { id: string }; score: number }[]) =>
  entries.map(({ rank, user, score }) => [rank, user.id, score])
const players = (count: number): Player[] => Array.from({ length: count }, () => aPlayer())

describe('scores', () => {
  test('the highest number counts, and of equal ones who had it first is ahead', async () => {
    const board = await quests.aBoard()
    const [a, b, c] = players(3) as [Player, Player, Player]
    await quests.happens(
      aLevel(a, 5, '2026-11-20T10:00:02Z'),
      aLevel(b, 5, '2026-11-20T10:00:01Z'),
      aLevel(c, 7, '2026-11-20T10:00:03Z'),
      // Another hero of the same player: neither less nor the same again is news.
      aLevel(b, 3, '2026-11-20T10:00:04Z'),
      aLevel(b, 5, '2026-11-20T10:00:05Z'),
    )
    expect(shown(await quests.entries(board))).toEqual([
      [1, c.userId, 7],
      [2, b.userId, 5],
      [3, a.userId, 5],
    ])
  })

  test('an event that is delivered again counts once, alone and within a batch', async () => {
    const board = await quests.aBoard({ eventType: 'user.signed_in', score: 'COUNT', field: null })
    const player = aPlayer()
    const signIns = [1, 2, 3].map(second => aSignIn(player, `2026-11-20T10:00:0${second}Z`))
    await quests.happensTogether(...signIns)
    await quests.happens(...signIns)
    await quests.happensTogether(...signIns.toReversed())
    expect(shown(await quests.around(player, board))).toEqual([[1, player.userId, 3]])
  })

  test('only what meets the filter counts, by count, sum, largest and last number', async () => {
    const duel = (player: Player, won: boolean, rating: number, second: number) =>
      anEvent('match.finished', player, { matchId: randomUUID(), won, rating }, `2026-11-20T10:00:0${second}Z`)
    const rule = { eventType: 'match.finished', filter: { won: true } }
    const kinds = ['COUNT', 'SUM', 'MAX', 'LATEST'] as const
    const boards = await Promise.all(
      kinds.map(score => quests.aBoard({ ...rule, score, field: score === 'COUNT' ? null : 'rating' })),
    )
    const player = aPlayer()
    await quests.happens(
      duel(player, true, 1_200, 1),
      duel(player, false, 1_900, 2),
      duel(player, true, 1_300, 3),
      duel(player, true, 1_250, 4),
    )
    const scores = await Promise.all(boards.map(async board => (await quests.around(player, board))[0]?.score))
    expect(Object.fromEntries(kinds.map((kind, index) => [kind, scores[index]]))).toEqual({
      COUNT: 3,
      SUM: 3_750,
      MAX: 1_300,
      LATEST: 1_250,
    })
  })

  test('a completion counts in the transaction of the event that caused it, for a board of completions', async () => {
    const board = await quests.aBoard({ eventType: 'quest.completed', score: 'COUNT', field: null, period: 'WEEKLY' })
    await quests.aQuest({ name: 'Once', autoClaim: true, duplicationLimit: 2 })
    const player = aPlayer()
    await quests.happens(...[1, 2, 3].map(second => aSignIn(player, `2026-11-20T10:00:0${second}Z`)))
    expect(shown(await quests.around(player, board))).toEqual([[1, player.userId, 2]])
  })

  test('a board counts what happened before it was published, once', async () => {
    const early = aPlayer()
    const counted = { eventType: 'user.signed_in', score: 'COUNT', field: null }
    await quests.happens(aSignIn(early, '2026-11-20T10:00:01Z'), aSignIn(early, '2026-11-20T10:00:02Z'))
    const [all, later] = [
      await quests.aBoard(counted),
      await quests.aBoard({ ...counted, countsFrom: '2026-11-20T10:00:02Z' }),
    ]
    // Counted live before the earlier ones are.
    await quests.happens(aSignIn(early, '2026-11-20T10:00:03Z'))
    expect((await quests.around(early, all))[0]?.score).toBe(1)
    quests.clock.advance(10_000)
    await quests.jobs.fillBoards()
    await quests.jobs.fillBoards()
    expect((await quests.around(early, all))[0]?.score).toBe(3)
    expect((await quests.around(early, later))[0]?.score).toBe(2)
  })
})

describe('periods', () => {
  test('an event counts in the period in which it happened, by UTC, and earlier periods can be read', async () => {
    const daily = await quests.aBoard({ period: 'DAILY' })
    const player = aPlayer()
    await quests.happens(aLevel(player, 9, '2026-11-20T23:59:59.999Z'), aLevel(player, 4, '2026-11-21T00:00:00Z'))
    expect((await quests.entries(daily)).map(({ score }) => score)).toEqual([4])
    expect((await quests.entries(daily, { period: -1 })).map(({ score }) => score)).toEqual([9])
    expect(await quests.entries(daily, { period: -2 })).toEqual([])
    const { data } = await quests.ask(null, `{ leaderboard(id: "${daily}") { endsAt } }`)
    expect(data.leaderboard.endsAt).toBe('2026-11-22T00:00:00.000Z')
  })

  test('a period, a radius and a page outside what there can be is refused', async () => {
    const board = await quests.aBoard()
    const asked = [
      'entries(period: 1) { totalCount }',
      'entries(period: -2000) { totalCount }',
      'entries(first: 101) { totalCount }',
      'entries(after: "x") { totalCount }',
      'around(radius: 11) { rank }',
      'around(radius: -1) { rank }',
    ]
    for (const selection of asked) {
      const { errors } = await quests.ask(aPlayer(), `{ leaderboard(id: "${board}") { ${selection} } }`)
      expect(
        errors.map(({ code }) => code),
        selection,
      ).toEqual(['BAD_USER_INPUT'])
    }
  })
})

describe('who sees what', () => {
  test('everyone sees boards, entries and neighbours; an anonymous viewer has none of his own', async () => {
    const board = await quests.aBoard()
    const [player, other] = players(2) as [Player, Player]
    await quests.happens(aLevel(player, 5, '2026-11-20T10:00:00Z'), aLevel(other, 6, '2026-11-20T10:00:00Z'))
    const both = [
      [1, other.userId, 6],
      [2, player.userId, 5],
    ]
    expect(shown(await quests.entries(board))).toEqual(both)
    for (const viewer of [null, other, player])
      expect(shown(await quests.around(viewer, board, `(userId: "${player.userId}")`))).toEqual(both)
    expect(await quests.around(null, board)).toEqual([])
    expect(await quests.around(aPlayer(), board)).toEqual([])
    expect(await quests.around(player, board, '(userId: "no id")')).toEqual([])
  })

  test('what a board was published as and whom it paid is for administrators', async () => {
    const board = await quests.aBoard()
    for (const field of ['definition', 'grantedPrizes { totalCount }']) {
      const asked = `{ leaderboard(id: "${board}") { ${field} } }`
      for (const viewer of [null, aPlayer(), aPlayer('admin.support')])
        expect((await quests.ask(viewer, asked)).errors, field).toHaveLength(1)
      for (const role of ['admin', 'admin.read', 'admin.content'])
        expect((await quests.ask(aPlayer(role), asked)).errors, `${field} ${role}`).toEqual([])
    }
  })
})

/** The statements that the work sends, without those of transactions and of the relay. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const counted = countStatements(quests.database.primary)
  await work()
  counted.stop()
  return counted.statements.filter(text => !/^(BEGIN|COMMIT)$|pg_notify/.test(text))
}

describe('hot paths', () => {
  test('all boards with neighbours, first entries and counts cost three statements', async () => {
    const player = aPlayer()
    await quests.happens(aLevel(player, 5, quests.clock.now()), aSignIn(player, quests.clock.now()))
    const asked = `{ leaderboards { name around { rank user { id } } entries(first: 10) { edges { node { rank } } totalCount } } }`
    const { data } = await quests.ask(player, asked)
    expect(data.leaderboards.length).toBeGreaterThan(5)
    expect(await statementsOf(() => quests.ask(player, asked))).toHaveLength(3)
  })

  test('fifty events that many boards count cost two statements more than fifty that none counts', async () => {
    const events = (of: (player: Player) => EventEnvelope) => players(50).map(of)
    const purged = events(player => {
      return anEvent('character.purged', player, { characterId: randomUUID() }, quests.clock.now())
    })
    const levels = events(player => aLevel(player, 5, quests.clock.now()))
    // The process reads the boards of a revision once.
    await quests.happensTogether(aLevel(aPlayer(), 5, quests.clock.now()))
    expect(await statementsOf(() => quests.happensTogether(...purged))).toHaveLength(2)
    expect(await statementsOf(() => quests.happensTogether(...levels))).toHaveLength(4)
  })
})
