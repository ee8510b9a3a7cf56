import { afterEach, beforeEach, expect, test } from 'vitest'
import { scoreAfter, countedOf, type Score } from '../src/domain/leaderboards/score.js'
import { newEvent } from '@waystone/events'
import { derivedId } from '../src/domain/derived-id.js'
import { aLevel, startLeaderboards, type LeaderboardApp } from './leaderboard-app.js'
import { foldWithoutGroups, recountWithoutGroups } from './leaderboard-build-before.js'
import { aPlayer, type Player } from './quests-app.js'
import { foldChanges, holdBlocks, joinBlocks, type BlocksOf } from '../src/repositories/leaderboards/block.js'
import { joinGroups, splitGroups } from '../src/repositories/leaderboards/block-group.js'
import { splitBlocks } from '../src/repositories/leaderboards/block-split.js'
import { keepBlocks, KEPT_FOLDS, type KeptPeriods } from '../src/services/leaderboards/keep-blocks.js'
import { recountBlocks } from '../src/repositories/leaderboards/recounting.js'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'

let quests: LeaderboardApp
// A new board counts what was recorded before it: each test has a database of its own.
beforeEach(async () => {
  quests = await startLeaderboards()
})
afterEach(() => quests.close())

/** A small linear congruential generator: a failed history can be run again. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const everything = async () => ({
  scores: await quests.rows('SELECT s::text FROM leaderboard_score s ORDER BY board, period, user_id'),
  counted: await quests.rows(
    `SELECT board, period, sum(entries)::int FROM leaderboard_block GROUP BY 1, 2 ORDER BY 1, 2`,
  ),
})
const rebuild = async () => {
  let changed = 0
  for await (const page of quests.app.services.rebuildScores()) changed += page.changed
  await quests.app.services.recountBoards()
  return changed
}

test.each([1, 2, 3])(
  'history %i: ranks, pages and counts are those of a sorted list, and a rebuild changes nothing',
  async seed => {
    const random = chance(seed)
    const rules = [
      { score: 'MAX', field: 'level', period: 'ALL_TIME' },
      { score: 'LATEST', field: 'level', period: 'DAILY' },
      { score: 'SUM', field: 'level', period: 'SEASON', season: { startsAt: '2026-11-10T05:00:00Z', days: 3 } },
      { score: 'COUNT', field: null, period: 'WEEKLY', filter: { level: { $gte: 4 } } },
    ]
    const ids = await Promise.all(rules.map(rule => quests.aBoard(rule)))
    const boards = (await quests.ask(null, '{ leaderboards { id } }')).data.leaderboards as { id: string }[]
    expect(boards.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    const players = Array.from({ length: 12 }, () => aPlayer())
    const history: { player: Player; at: string; level: number }[] = []
    const deleted = new Set<string>()

    for (let turn = 0; turn < 40; turn++) {
      const batch = Array.from({ length: 1 + random(6) }, () => ({
        player: players[random(players.length)] as Player,
        // Few levels and few moments: ties of both.
        level: 2 + random(6),
        at: new Date(Date.parse('2026-11-16T00:00:00Z') + random(6 * 24) * 3_600_000).toISOString(),
      }))
      history.push(...batch.filter(({ player }) => !deleted.has(player.userId)))
      await quests.happensTogether(...batch.map(({ player, level, at }) => aLevel(player, level, at)))
      if (random(5) === 0) await quests.jobs.keepBlocks()
      if (random(5) === 0) await splitFinely(2 + random(3))
      if (random(4) === 0) await foldAndCut({ above: 2, cut: 1 + random(2) })
      if (random(6) === 0) await onBlocks((tx, of) => joinBlocks(tx, of, { entries: 3 }))
      if (random(6) === 0) await onBlocks((tx, of) => joinGroups(tx, of, { blocks: 3 }))
      if (random(8) === 0) await onBlocks(foldWithoutGroups)
      if (random(12) === 0) {
        await quests.jobs.keepBlocks()
        await onBlocks(recountWithoutGroups)
      }
      expect(await wrongGroups()).toEqual([])
      if (random(15) === 0) {
        const { userId } = players[random(players.length)] as Player
        deleted.add(userId)
        const id = derivedId('deleted', seed, turn)
        await quests.happens(newEvent('user.deleted', { id, occurredAt: quests.clock.now(), data: { userId } }))
      }
    }

    for (const [index, id] of ids.entries()) {
      for (const back of rules[index]?.period === 'ALL_TIME' ? [0] : [0, -1, -3]) {
        const expected = await expectedEntries(
          id,
          back,
          history.filter(({ player }) => !deleted.has(player.userId)),
        )
        const page = { period: back, first: 1 + random(5) }
        expect(await quests.entries(id, page), `board ${index}, period ${back}`).toEqual(expected)
        if (back < 0) continue
        for (const player of players) {
          const place = expected.findIndex(({ user }) => user.id === player.userId)
          const around = place < 0 ? [] : expected.slice(Math.max(0, place - 2), place + 3)
          expect(await quests.around(player, id, '(radius: 2)')).toEqual(around)
        }
      }
    }
    const before = await everything()
    expect(await rebuild()).toBe(0)
    await quests.jobs.keepBlocks()
    expect((await everything()).scores).toEqual(before.scores)
  },
)

/** The entries that follow from the history, computed by sorting. */
async function expectedEntries(
  id: string,
  back: number,
  history: readonly { player: Player; at: string; level: number }[],
) {
  const [row] = await quests.rows('SELECT definition FROM leaderboard_version WHERE leaderboard_id = $1', id)
  const definition = row?.['definition'] as Parameters<typeof countedOf>[0]
  const current = countedOf(
    { ...definition, filter: null, score: 'COUNT', field: null },
    {
      type: definition.eventType,
      data: {},
      occurredAt: quests.clock.now(),
    },
  )
  const scores = new Map<string, Score>()
  for (const { player, at, level } of history) {
    const event = { type: 'character.leveled_up', data: { level }, occurredAt: new Date(at) }
    const counted = countedOf(definition, event)
    if (counted === null || counted.period !== (current?.period ?? 0) + back) continue
    scores.set(player.userId, scoreAfter(definition.score, scores.get(player.userId) ?? null, counted))
  }
  return [...scores]
    .toSorted(
      ([idA, a], [idB, b]) =>
        b.score - a.score || a.achievedAt.getTime() - b.achievedAt.getTime() || (idA < idB ? -1 : 1),
    )
    .map(([userId, { score, achievedAt }], place) => ({
      rank: place + 1,
      user: { id: userId },
      score,
      achievedAt: achievedAt.toISOString(),
    }))
}

/** Splits all blocks and groups as if they were large, so that a few entries make many. */
async function splitFinely(entries: number): Promise<void> {
  await quests.jobs.keepBlocks()
  await onBlocks(async (tx, of) => {
    // The largest alone, then all that are left.
    await splitBlocks(tx, { ...of, grown: null }, { entries, above: entries, atOnce: 1 })
    const { isLeft } = await splitBlocks(tx, { ...of, grown: null }, { entries, above: entries, atOnce: 1_000 })
    expect(isLeft).toBe(false)
    await splitGroups(tx, of, { blocks: 2 })
  })
}

/** Folds what waits, and cuts the last entries off each block that this makes larger than `above`. */
const foldAndCut = (size: { above: number; cut: number }) =>
  holding(async tx => {
    for (const each of await foldChanges(tx, { limit: 10_000, above: size.above }))
      if (each.grown !== null) await splitBlocks(tx, each, size)
  })

const splitOnce = (size: Parameters<typeof splitBlocks>[2]) =>
  onBlocks(async (tx, of) => void (await splitBlocks(tx, { ...of, grown: null }, size)))

/** Runs `work` for each period that has blocks, as the folding process does. */
const onBlocks = (work: (tx: Queryable, of: BlocksOf) => Promise<void>) =>
  holding(async tx => {
    const { rows } = await tx.query<BlocksOf>({ text: 'SELECT DISTINCT board, period FROM leaderboard_block' })
    for (const of of rows) await work(tx, of)
  })

const holding = (work: (tx: Queryable) => Promise<void>) =>
  withTransaction(quests.database.primary, async tx => {
    if (!(await holdBlocks(tx))) throw new Error('Expected nothing else to hold the blocks')
    await work(tx)
  })

/** Groups of several blocks that have fewer than 50 entries each on average. */
const thinGroups = () => quests.rows('SELECT FROM leaderboard_group WHERE blocks > 1 AND entries < 50 * blocks')
const blocks = async () =>
  (await quests.rows('SELECT entries FROM leaderboard_block ORDER BY from_inverse')).map(row => row['entries'])

/** Writes a change of the entry of level 10, if any, of each board up to this one, that changes nothing. */
const changeNothing = (upToBoard: unknown = 2 ** 31 - 1) =>
  quests.rows(
    `INSERT INTO leaderboard_change (board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved)
     SELECT board, period, user_id, inverse_score, achieved_at, inverse_score, achieved_at FROM leaderboard_score
     WHERE inverse_score = -10 AND board <= $1`,
    upToBoard,
  )

/** Groups that count other than the blocks within them, and blocks in no group. */
const wrongGroups = () =>
  quests.rows(`
    WITH within AS (
      SELECT b.board, b.period, g.from_inverse, g.from_achieved, g.from_user, count(*) AS blocks, sum(b.entries) AS entries
      FROM leaderboard_block AS b LEFT JOIN LATERAL (
        SELECT from_inverse, from_achieved, from_user FROM leaderboard_group AS g WHERE g.board = b.board AND g.period = b.period
          AND (g.from_inverse, g.from_achieved, g.from_user) <= (b.from_inverse, b.from_achieved, b.from_user)
        ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1) AS g ON true
      GROUP BY 1, 2, 3, 4, 5)
    SELECT * FROM leaderboard_group AS g FULL JOIN within AS w USING (board, period, from_inverse, from_achieved, from_user)
    WHERE (g.blocks, g.entries) IS DISTINCT FROM (w.blocks, w.entries)`)

test('a period keeps no group without a block', async () => {
  await quests.aBoard()
  await quests.happens(aLevel(aPlayer(), 10, '2026-11-20T10:00:00Z'))
  await quests.jobs.keepBlocks()
  expect(await quests.rows('SELECT blocks, entries FROM leaderboard_group')).toEqual([{ blocks: 1, entries: 1 }])
  await quests.rows('DELETE FROM leaderboard_block')
  expect(await quests.rows('SELECT FROM leaderboard_group')).toEqual([])
})

test('a fold whose snapshot does not show the groups that there are is repeated', async () => {
  await quests.aBoard()
  const players = Array.from({ length: 6 }, () => aPlayer())
  await quests.happens(...players.map((player, index) => aLevel(player, 10 + index, '2026-11-20T10:00:00Z')))
  await quests.jobs.keepBlocks()
  await splitOnce({ entries: 1, above: 1, atOnce: 1_000 })
  /** Counts one entry more in the last block, by a snapshot from before `change`. */
  const countAfter = async (change: () => Promise<unknown>) => {
    const stale = await quests.database.primary.connect()
    try {
      await stale.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await stale.query('SELECT FROM leaderboard_group')
      await change()
      await stale.query(
        'UPDATE leaderboard_block SET entries = entries + 1 WHERE from_inverse = (SELECT max(from_inverse) FROM leaderboard_block)',
      )
    } finally {
      await stale.query('ROLLBACK')
      stale.release()
    }
  }
  const conflict = expect.objectContaining({ code: '40001' })
  await expect(countAfter(() => onBlocks((tx, of) => splitGroups(tx, of, { blocks: 1 })))).rejects.toEqual(conflict)
  await expect(countAfter(() => onBlocks((tx, of) => joinGroups(tx, of, { blocks: 6 })))).rejects.toEqual(conflict)
  const [group] = await quests.rows('DELETE FROM leaderboard_group RETURNING board, period, blocks, entries')
  expect(group).toMatchObject({ blocks: 6, entries: 6 })
  // As the migration does it while a process of the build before folds.
  const fill = `INSERT INTO leaderboard_group SELECT board, period, min(from_inverse), '-infinity',
    '00000000-0000-0000-0000-000000000000', count(*), sum(entries) FROM leaderboard_block GROUP BY 1, 2`
  await expect(countAfter(() => quests.rows(fill))).rejects.toEqual(conflict)
  expect(await wrongGroups()).toEqual([])
})

test.each([
  ['folds', (tx: Queryable) => foldChanges(tx, { limit: 10, above: 10 })],
  ['counts', (tx: Queryable, of: BlocksOf) => recountBlocks(tx, of)],
])('a process that %s the first entries while another folds them fails with what is retried', async (_, work) => {
  await quests.aBoard()
  await quests.happens(aLevel(aPlayer(), 10, '2026-11-20T10:00:00Z'))
  const [of] = await quests.rows('SELECT board, period FROM leaderboard_change')
  const stale = await quests.database.primary.connect()
  try {
    await stale.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await stale.query('SELECT FROM leaderboard_block')
    await quests.jobs.keepBlocks()
    await expect(work(stale, of as unknown as BlocksOf)).rejects.toMatchObject({ code: '40001' })
  } finally {
    await stale.query('ROLLBACK')
    stale.release()
  }
})

test('blocks that have grown are split, and blocks that have lost their entries are joined', async () => {
  await quests.aBoard()
  await quests.happens(aLevel(aPlayer(), 10, '2026-11-20T10:00:00Z'))
  await quests.jobs.keepBlocks()
  await quests.rows(`INSERT INTO leaderboard_score (board, period, user_id, inverse_score, achieved_at)
    SELECT board, period, gen_random_uuid(), -10 - level, achieved_at FROM leaderboard_score, generate_series(1, 7999) AS level`)
  await quests.rows('UPDATE leaderboard_block SET entries = 8000')
  await splitOnce({ entries: 1_000, above: 2_000, atOnce: 10_000 })
  expect(await blocks()).toEqual(Array.from({ length: 8 }, () => 1_000))
  const fold = async () => {
    await changeNothing()
    await quests.jobs.keepBlocks()
    expect(await thinGroups()).toEqual([])
  }
  for (let folds = 0; folds < 9; folds++) await fold()
  expect(await blocks()).toEqual(Array.from({ length: 80 }, () => 100))
  // Three of four entries move up, 500 at a time: they leave thin blocks behind, and others grow.
  for (let from = 1; from <= 6_000; from += 500) {
    await quests.rows(
      `WITH moved AS (
         UPDATE leaderboard_score SET inverse_score = inverse_score - 10000
         WHERE -10 - inverse_score >= $1 AND -10 - inverse_score < $1 + 500 RETURNING *)
       INSERT INTO leaderboard_change (board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved)
       SELECT board, period, user_id, inverse_score + 10000, achieved_at, inverse_score, achieved_at FROM moved`,
      from,
    )
    await fold()
  }
  expect((await blocks()).length).toBeLessThan(8_000 / 50)
  for (let folds = 0; folds < 9; folds++) await fold()
  expect(Math.max(...(await blocks()).map(Number))).toBeLessThanOrEqual(200)
  expect(await wrongGroups()).toEqual([])
})

test('a block that counts entries which are not there keeps none from being split', async () => {
  await quests.aBoard()
  const players = Array.from({ length: 5 }, () => aPlayer())
  await quests.happens(...players.map((player, index) => aLevel(player, 10 + index, '2026-11-20T10:00:00Z')))
  await quests.jobs.keepBlocks()
  await quests.rows(`INSERT INTO leaderboard_block
    SELECT board, period, 0, from_achieved, from_user, 3000 FROM leaderboard_block`)
  await splitOnce({ entries: 2, above: 4 })
  expect(await blocks()).toEqual([5, 0])
  await splitOnce({ entries: 2, above: 4 })
  expect(await blocks()).toEqual([3, 2, 0])
  expect(await wrongGroups()).toEqual([])
})

test('a fold splits some thousand entries in all, and forgets periods without changes', async () => {
  for (const name of ['A', 'B', 'C']) await quests.aBoard({ name })
  await quests.happens(aLevel(aPlayer(), 10, '2026-11-20T10:00:00Z'))
  await quests.jobs.keepBlocks()
  await quests.rows(`INSERT INTO leaderboard_score (board, period, user_id, inverse_score, achieved_at)
    SELECT board, period, gen_random_uuid(), -10 - level, achieved_at FROM leaderboard_score, generate_series(1, 1499) AS level
    WHERE inverse_score = -10`)
  await quests.rows('UPDATE leaderboard_block SET entries = 1500')
  const kept: KeptPeriods = new Map()
  const fold = async (upToBoard: unknown) => {
    await changeNothing(upToBoard)
    await keepBlocks({ pool: quests.database.primary }, kept)
    const rows = await quests.rows('SELECT count(*)::int AS blocks FROM leaderboard_block GROUP BY board ORDER BY 1')
    return rows.map(row => row['blocks'])
  }
  const boards = (await quests.rows('SELECT DISTINCT board FROM leaderboard_block ORDER BY 1')).map(row => row['board'])
  expect(await fold(boards[2])).toEqual([1, 1, 15])
  expect([...kept.values()].filter(({ isUnsplit }) => isUnsplit)).toHaveLength(2)
  expect(await fold(boards[2])).toEqual([1, 15, 15])
  expect(await fold(boards[0])).toEqual([15, 15, 15])
  expect([...kept.values()].filter(({ idleFolds }) => idleFolds === 1)).toHaveLength(2)
  // All are split: only the blocks that the fold finds grown are looked at.
  await quests.rows(
    `WITH born AS (
       INSERT INTO leaderboard_score (board, period, user_id, inverse_score, achieved_at)
       SELECT board, period, gen_random_uuid(), -9000 - level, achieved_at FROM leaderboard_score, generate_series(1, 300) AS level
       WHERE inverse_score = -10 AND board <= $1 RETURNING *)
     INSERT INTO leaderboard_change (board, period, user_id, new_inverse, new_achieved)
     SELECT board, period, user_id, inverse_score, achieved_at FROM born`,
    boards[1],
  )
  expect(await fold(boards[2])).toEqual([15, 16, 16])
  for (const [name, period] of kept) kept.set(name, { ...period, idleFolds: KEPT_FOLDS - 1 })
  await fold(boards[0])
  expect([...kept.values()].map(({ board }) => board)).toEqual([boards[0]])
})

test('a rebuild repairs what is wrong, missing and too much, also in the counts', async () => {
  const board = await quests.aBoard()
  const players = Array.from({ length: 5 }, () => aPlayer())
  await quests.happens(...players.map((player, index) => aLevel(player, 10 + index, '2026-11-20T10:00:00Z')))
  await quests.jobs.keepBlocks()
  const sound = await quests.entries(board)
  const [one, two, three] = players.map(({ userId }) => userId)
  await quests.rows('UPDATE leaderboard_score SET inverse_score = -99 WHERE user_id = $1', one)
  await quests.rows('DELETE FROM leaderboard_score WHERE user_id = $1', two)
  await quests.rows(
    'INSERT INTO leaderboard_score SELECT board, 77, user_id, -1, achieved_at FROM leaderboard_score WHERE user_id = $1',
    three,
  )
  await quests.rows('UPDATE leaderboard_block SET entries = entries + 3')
  expect(await rebuild()).toBeGreaterThanOrEqual(3)
  expect(await quests.entries(board)).toEqual(sound)
  expect(await rebuild()).toBe(0)
})
