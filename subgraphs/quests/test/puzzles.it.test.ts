import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dailyPuzzleId, dayNumberOf } from '../src/domain/puzzles/daily-puzzle.js'
import { generatePuzzle, puzzleKinds } from '../src/domain/puzzles/puzzle-kinds.js'
import { duelsOf, PUZZLE, solutionOf, wrongAnswerOf } from './duels.js'
import { anAdmin, aPlayer, startQuests, type TestApp } from './quests-app.js'

const HOUR_MS = 3_600_000

let quests: TestApp
let duels: ReturnType<typeof duelsOf>
beforeAll(async () => {
  quests = await startQuests()
  duels = duelsOf(quests)
})
afterAll(() => quests.close())

const inMs = (ms: number) => new Date(quests.clock.now().getTime() + ms).toISOString()
const anInput = (changes: Record<string, unknown> = {}) => ({
  kind: 'SEQUENCE',
  difficulty: 3,
  opensAt: inMs(-1_000),
  closesAt: inMs(HOUR_MS),
  ...changes,
})
async function aPuzzle(changes: Record<string, unknown> = {}): Promise<string> {
  const puzzle = await duels.publish(anAdmin(), anInput(changes))
  expect(puzzle).toHaveProperty('id')
  return puzzle.id
}
const stateOf = async (puzzleId: string) => ({
  attempts: await quests.rows('SELECT * FROM puzzle_attempt WHERE puzzle_id = $1 ORDER BY number', puzzleId),
  standings: await quests.rows('SELECT * FROM puzzle_standing WHERE puzzle_id = $1 ORDER BY user_id', puzzleId),
})
const solvedEvents = async (puzzleId: string) => {
  const of = `type = 'puzzle.solved' AND data->>'puzzleId' = $1`
  return {
    recorded: await quests.rows(`SELECT data FROM game_event WHERE ${of}`, puzzleId),
    told: await quests.rows(`SELECT data FROM outbox WHERE ${of}`, puzzleId),
  }
}

describe('attemptPuzzle', () => {
  it.each(puzzleKinds)('counts wrong answers to %s, takes the right one, and tells it as one event', async kind => {
    const id = await aPuzzle({ kind })
    const player = aPlayer()
    const at = quests.clock.now().toISOString()
    expect(await duels.attempt(player, id, await wrongAnswerOf(quests, id))).toMatchObject({
      number: 1,
      correct: false,
      at,
    })
    expect(await duels.puzzle(player, id)).toMatchObject({ myStatus: 'OPEN', solution: null, solvedCount: 0 })
    expect(await duels.attempt(player, id, await solutionOf(quests, id))).toMatchObject({
      number: 2,
      correct: true,
      at,
    })
    expect(await duels.puzzle(player, id)).toMatchObject({
      myStatus: 'SOLVED',
      solvedCount: 1,
      myAttempts: [
        { number: 1, correct: false },
        { number: 2, correct: true },
      ],
      solution: await solutionOf(quests, id),
    })
    const told = [{ data: { userId: player.userId, puzzleId: id, kind, attempts: 2 } }]
    expect(await solvedEvents(id)).toEqual({ recorded: told, told })
    expect(await duels.attempt(player, id, await solutionOf(quests, id))).toMatchObject({
      __typename: 'PuzzleClosed',
      message: 'You have solved this puzzle already',
    })
  })

  it('counts once when 64 of one key come at the same time, whether the answer is right or wrong', async () => {
    for (const isRight of [false, true]) {
      const id = await aPuzzle()
      const [player, key] = [aPlayer(), randomUUID()]
      const answer = isRight ? await solutionOf(quests, id) : await wrongAnswerOf(quests, id)
      const made = await Promise.all(Array.from({ length: 64 }, () => duels.attempt(player, id, answer, key)))
      expect(new Set(made.map(attempt => JSON.stringify(attempt)))).toHaveLength(1)
      expect(made[0]).toMatchObject({ number: 1, correct: isRight })
      expect((await stateOf(id)).attempts).toHaveLength(1)
      expect((await solvedEvents(id)).recorded).toHaveLength(isRight ? 1 : 0)
      // Also when the puzzle is long over.
      quests.clock.advance(2 * HOUR_MS)
      expect(await duels.attempt(player, id, answer, key)).toEqual(made[0])
    }
  })

  it('refuses a key that was used for another answer or another puzzle, and counts nothing', async () => {
    const [id, other] = [await aPuzzle(), await aPuzzle()]
    const [player, key] = [aPlayer(), randomUUID()]
    await duels.attempt(player, id, 1_000_001, key)
    const before = [await stateOf(id), await stateOf(other)]
    for (const [puzzleId, answer] of [
      [id, 1_000_002],
      [other, 1_000_001],
    ] as const)
      expect(await duels.attempt(player, puzzleId, answer, key)).toMatchObject({
        field: 'idempotencyKey',
        problems: [{ rule: 'USED' }],
      })
    expect([await stateOf(id), await stateOf(other)]).toEqual(before)
    expect(await duels.attempt(aPlayer(), id, 1_000_002, key)).toMatchObject({ number: 1 })
  })

  it('gives each user exactly as many attempts as the puzzle has, however many come at once', async () => {
    const id = await aPuzzle({ attemptLimit: 3 })
    const player = aPlayer()
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => duels.attempt(player, id, 2_000_000 + index)),
    )
    expect(made.flatMap(({ number }) => number ?? []).toSorted((a, b) => a - b)).toEqual([1, 2, 3])
    expect(made.filter(({ __typename: type }) => type === 'NoAttemptsLeft')).toHaveLength(17)
    expect(made.find(({ limit }) => limit !== undefined)).toMatchObject({ limit: 3 })
    expect(await duels.puzzle(player, id)).toMatchObject({ myStatus: 'FAILED', solution: null })
    expect(await stateOf(id)).toMatchObject({ standings: [{ attempts: 3, solved_at: null }] })
    expect(await duels.attempt(aPlayer(), id, await solutionOf(quests, id))).toMatchObject({ correct: true })
  })

  it('counts each of many who solve it at once', async () => {
    const id = await aPuzzle()
    const answer = await solutionOf(quests, id)
    const made = await Promise.all(Array.from({ length: 40 }, () => duels.attempt(aPlayer(), id, answer)))
    expect(made.every(({ correct }) => correct === true)).toBe(true)
    expect(await duels.puzzle(null, id)).toMatchObject({
      solvedCount: 40,
      myStatus: null,
      myAttempts: null,
      solution: null,
    })
  })

  it('goes by the clock of the server: not before the puzzle opens, and not from the moment on when it closes', async () => {
    const id = await aPuzzle({ opensAt: inMs(1_000), closesAt: inMs(5_000) })
    const player = aPlayer()
    const answer = await solutionOf(quests, id)
    expect(await duels.attempt(player, id, answer)).toMatchObject({
      field: 'puzzleId',
      problems: [{ rule: 'UNKNOWN' }],
    })
    quests.clock.advance(4_999)
    expect(await duels.attempt(player, id, 4_711)).toMatchObject({ number: 1 })
    quests.clock.advance(1)
    expect(await duels.attempt(player, id, answer)).toMatchObject({ __typename: 'PuzzleClosed' })
    expect(await duels.puzzle(player, id)).toMatchObject({ myStatus: 'EXPIRED', solution: answer })
    expect(await duels.puzzle(null, id)).toMatchObject({ solution: answer })
    expect((await stateOf(id)).attempts).toHaveLength(1)
  })

  it('refuses bad input by its name, and changes nothing', async () => {
    const id = await aPuzzle({ kind: 'LIGHTS_OUT' })
    const player = aPlayer()
    const key = randomUUID()
    for (const [field, puzzleId, answer, idempotencyKey] of [
      ['answer', id, 'all of them', key],
      ['answer', id, [99], key],
      ['answer', id, { lamps: [1] }, key],
      ['puzzleId', randomUUID(), [1], key],
      ['puzzleId', "' OR 1=1", [1], key],
      ['idempotencyKey', id, [1], ''],
      ['idempotencyKey', id, [1], 'x'.repeat(101)],
    ] as const)
      expect(await duels.attempt(player, puzzleId, answer, idempotencyKey)).toMatchObject({
        __typename: 'InvalidInput',
        field,
      })
    expect(await duels.attempt(null, id, [1])).toMatchObject({ errors: [{ code: 'UNAUTHENTICATED' }] })
    expect(await stateOf(id)).toEqual({ attempts: [], standings: [] })
  })

  it('of several puzzles at once writes no event twice and none out of order', async () => {
    const ids = [await aPuzzle(), await aPuzzle({ kind: 'CIPHER' }), await aPuzzle({ kind: 'SLIDING' })]
    const player = aPlayer()
    await Promise.all(ids.map(async id => await duels.attempt(player, id, await solutionOf(quests, id))))
    const rows = await quests.rows('SELECT sequence FROM game_event WHERE user_id = $1 ORDER BY 1', player.userId)
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  })

  it('is counted by quests', async () => {
    const quest = await quests.aQuest({
      autoClaim: true,
      objectives: [
        { description: 'Solve', eventType: 'puzzle.solved', target: 1, streak: false, filter: { kind: 'SEQUENCE' } },
      ],
    })
    const player = aPlayer()
    const id = await aPuzzle()
    await duels.attempt(player, id, await solutionOf(quests, id))
    const { data } = await quests.askUser(player, player, 'questCompletions { edges { node { quest { id } } } }')
    expect(data.questCompletions.edges).toContainEqual({ node: { quest: { id: quest.questId } } })
  })
})

describe('the answer', () => {
  it('is in no field of any answer before the puzzle is solved or over, whatever kind it is, whoever asks', async () => {
    const type = quests.app.schema.getType('Puzzle')
    const fields = type !== undefined && 'getFields' in type ? Object.keys(type.getFields()) : []
    // A new field has to be thought about: it is asked below once it stands in PUZZLE.
    expect(fields.filter(field => !new RegExp(`\\b${field}\\b`).test(PUZZLE))).toEqual([])
    for (const kind of puzzleKinds) {
      const id = await aPuzzle({ kind, difficulty: 5 })
      const secret = JSON.stringify(await solutionOf(quests, id))
      for (const viewer of [null, aPlayer(), anAdmin(), aPlayer('admin.content')]) {
        const puzzle = await duels.puzzle(viewer, id)
        const feed = await quests.ask(viewer, `{ puzzles(first: 100) { edges { node { ${PUZZLE} } } } }`)
        expect(puzzle.solution).toBeNull()
        const { data: entities } = await quests.ask(
          viewer,
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Puzzle { ${PUZZLE} } } }`,
          { of: [{ __typename: 'Puzzle', id }] },
        )
        expect(entities._entities).toEqual([puzzle])
        const mine = feed.data.puzzles.edges.filter(({ node }: { node: { id: string } }) => node.id === id)
        expect(mine).toEqual([{ node: puzzle }])
        // A number of the sequence may stand anywhere; the other answers are long enough to be looked for.
        const isTold =
          kind === 'SEQUENCE' ? puzzle.data.terms.includes(JSON.parse(secret)) : JSON.stringify(puzzle).includes(secret)
        expect(isTold).toBe(false)
      }
    }
  })
})

describe('the daily puzzle', () => {
  it('is there once for today and once for tomorrow, however many processes make it', async () => {
    const others = [await quests.another(), await quests.another()]
    const days = [dayNumberOf(quests.clock.now()), dayNumberOf(quests.clock.now()) + 1]
    await Promise.all(
      [quests.app, ...others.map(({ app }) => app)].flatMap(({ services }) => [
        services.openDailyPuzzles(),
        services.openDailyPuzzles(),
      ]),
    )
    for (const { app } of others) await app.close()
    const rows = await quests.rows(`SELECT id FROM puzzle WHERE purpose = 'DAILY' ORDER BY opens_at`)
    expect(rows.map(({ id }) => id)).toEqual(days.map(dailyPuzzleId))
    expect(await quests.rows('SELECT count(*)::int AS count FROM puzzle_secret')).toEqual([{ count: 1 }])
    // Tomorrow's is seen by nobody before it opens, then by all, and it follows the one of today without a
    // gap.
    const [today = '', tomorrow = ''] = days.map(dailyPuzzleId)
    for (const viewer of [aPlayer(), anAdmin()]) {
      expect(await duels.puzzle(viewer, tomorrow)).toBeNull()
      const { data } = await quests.ask(viewer, '{ puzzles(first: 100) { edges { node { id } } } }')
      expect(JSON.stringify(data)).toContain(today)
      expect(JSON.stringify(data)).not.toContain(tomorrow)
    }
    expect(await duels.attempt(aPlayer(), tomorrow, [1])).toMatchObject({ field: 'puzzleId' })
    const { closesAt } = await duels.puzzle(null, today)
    quests.clock.advance(Date.parse(closesAt) - quests.clock.now().getTime())
    expect(await duels.puzzle(null, tomorrow)).toMatchObject({ opensAt: closesAt, solution: null })
    expect(await duels.puzzle(null, today)).toMatchObject({ solution: await solutionOf(quests, today) })
  })

  it('follows from a secret that no statement of the API reads, and from no text that players see', async () => {
    const [row] = await quests.rows('SELECT secret FROM puzzle_secret')
    const [puzzle] = await quests.rows(
      `SELECT kind, data FROM puzzle WHERE purpose = 'DAILY' ORDER BY opens_at LIMIT 1`,
    )
    expect(String(row?.['secret'])).toMatch(/^[0-9a-f]{64}$/)
    const kind = puzzleKinds.find(one => one === puzzle?.['kind']) ?? 'SLIDING'
    const guessed = Array.from({ length: 10 }, (_, index) =>
      generatePuzzle({ kind, difficulty: index + 1, seed: `daily puzzle ${dayNumberOf(quests.clock.now())}` }),
    )
    expect(guessed.map(({ data }) => data)).not.toContainEqual(puzzle?.['data'])
  })
})

it('the audit finds nothing after all these attempts', async () => {
  expect((await quests.rows('SELECT FROM puzzle_standing WHERE solved_at IS NOT NULL')).length).toBeGreaterThan(40)
  const findings = await createAuditPart('quests', quests.database).local()
  expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
})
