import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANSWERS_MAX, COUNTDOWN_MS, DURATION_MS, TICKET_LIFETIME_MS } from '../src/domain/matches/match.js'
import { aDuel, duelsOf, MATCH, solutionOf, wrongAnswerOf } from './duels.js'
import { anAdmin, aPlayer, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let duels: ReturnType<typeof duelsOf>
beforeAll(async () => {
  quests = await startQuests()
  duels = duelsOf(quests)
})
afterAll(() => quests.close())

const ratingsOf = async (...players: Player[]) =>
  await Promise.all(
    players.map(async player => (await quests.askUser(null, player, 'matchRating')).data.matchRating as number),
  )
const events = async (matchId: string) => {
  const of = `type = 'match.finished' AND data->>'matchId' = $1 ORDER BY data->>'won'`
  return {
    recorded: await quests.rows(`SELECT data FROM game_event WHERE ${of}`, matchId),
    told: await quests.rows(`SELECT data FROM outbox WHERE ${of}`, matchId),
  }
}
const stateOf = async (matchId: string) => ({
  match: await quests.rows('SELECT * FROM match WHERE id = $1', matchId),
  players: await quests.rows('SELECT * FROM match_player WHERE match_id = $1 ORDER BY side', matchId),
  answers: await quests.rows('SELECT * FROM match_answer WHERE match_id = $1 ORDER BY user_id, number', matchId),
})
/** Ends what is under way, so that the next test begins with an empty queue. */
const leaveQueue = (player: Player) => quests.ask(player, 'mutation { leaveMatchQueue }')

describe('findMatch', () => {
  it('pairs 200 users who call at once, each into one match', async () => {
    const players = Array.from({ length: 200 }, () => aPlayer())
    await Promise.all(players.flatMap(player => [duels.findMatch(player), duels.findMatch(player)]))
    const rows = await quests.rows(
      `SELECT user_id, count(*)::int AS matches, count(*) FILTER (WHERE is_active)::int AS active FROM match_player
       WHERE user_id = ANY($1::uuid[]) GROUP BY 1`,
      players.map(({ userId }) => userId),
    )
    expect(rows).toHaveLength(200)
    expect(rows.every(({ matches, active }) => matches === 1 && active === 1)).toBe(true)
    expect(await quests.rows('SELECT * FROM match_ticket')).toEqual([])
    expect(await quests.rows('SELECT count(*)::int AS count FROM match')).toEqual([{ count: 100 }])
  }, 60_000)

  it('gives a place that is kept while it is asked for, and lost without', async () => {
    const player = aPlayer()
    const first = await duels.findMatch(player)
    expect(first).toMatchObject({
      __typename: 'MatchTicket',
      rating: 1_500,
      waitingSince: quests.clock.now().toISOString(),
    })
    quests.clock.advance(TICKET_LIFETIME_MS - 1)
    const kept = await duels.findMatch(player)
    expect(kept).toEqual({
      ...first,
      expiresAt: new Date(quests.clock.now().getTime() + TICKET_LIFETIME_MS).toISOString(),
    })
    quests.clock.advance(TICKET_LIFETIME_MS)
    const other = aPlayer()
    expect(await duels.findMatch(other)).toMatchObject({ __typename: 'MatchTicket' })
    await leaveQueue(other)
    expect((await duels.findMatch(player)).id).not.toBe(first.id)
    await leaveQueue(player)
  })

  it('pairs with nobody who has left the queue, and says whether there was a place to leave', async () => {
    const [gone, next] = [aPlayer(), aPlayer()]
    await duels.findMatch(gone)
    expect((await leaveQueue(gone)).data.leaveMatchQueue).toBe(true)
    expect((await leaveQueue(gone)).data.leaveMatchQueue).toBe(false)
    expect(await duels.findMatch(next)).toMatchObject({ __typename: 'MatchTicket' })
    await leaveQueue(next)
  })

  it('pairs nobody with an account that was deleted while it waited', async () => {
    const [gone, next] = [aPlayer(), aPlayer()]
    await duels.findMatch(gone)
    const { userId } = gone
    await quests.happens(
      newEvent('user.deleted', { id: randomUUID(), occurredAt: quests.clock.now(), data: { userId } }),
    )
    expect(await duels.findMatch(next)).toMatchObject({ __typename: 'MatchTicket' })
    await leaveQueue(next)
  })

  it('shows a ticket to its user alone', async () => {
    const player = aPlayer()
    const { id } = await duels.findMatch(player)
    const seen = async (viewer: Player | null) =>
      (
        await quests.ask(
          viewer,
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on MatchTicket { id } } }`,
          {
            of: [{ __typename: 'MatchTicket', id }],
          },
        )
      ).data._entities[0]
    expect(await seen(player)).toEqual({ id })
    expect([await seen(null), await seen(aPlayer())]).toEqual([null, null])
    await leaveQueue(player)
  })

  it('gives distant ratings to each other when one has waited long enough, by the job alone', async () => {
    const [strong, weak] = [aPlayer(), aPlayer()]
    await quests.rows(
      'INSERT INTO match_rating (user_id, mu, sigma, rating, matches) VALUES ($1, 35, 2, 1800, 0), ($2, 15, 2, 1200, 0)',
      strong.userId,
      weak.userId,
    )
    expect(await duels.findMatch(strong)).toMatchObject({ __typename: 'MatchTicket', rating: 1_800 })
    quests.clock.advance(1)
    expect(await duels.findMatch(weak)).toMatchObject({ __typename: 'MatchTicket', rating: 1_200 })
    quests.clock.advance(24_998)
    await quests.app.services.runMatches()
    expect(await duels.findMatch(strong)).toMatchObject({ __typename: 'MatchTicket' })
    quests.clock.advance(1)
    await quests.app.services.runMatches()
    const match = await duels.findMatch(strong)
    expect(match).toMatchObject({ __typename: 'Match', players: [{ ratingBefore: 1_800 }, { ratingBefore: 1_200 }] })
    await duels.leave(strong, match.id)
  })

  it('returns the match to a player who comes back, until it is over', async () => {
    const { first, second, matchId } = await aDuel(quests)
    expect((await duels.findMatch(first)).id).toBe(matchId)
    expect((await duels.findMatch(second)).id).toBe(matchId)
    quests.clock.advance(DURATION_MS)
    // Nothing but this call has ended it.
    expect(await duels.findMatch(first)).toMatchObject({ __typename: 'MatchTicket' })
    expect(await duels.match(null, matchId)).toMatchObject({ status: 'FINISHED', winner: null })
    await leaveQueue(first)
  })
})

describe('a match', () => {
  it('is won by the first right answer, and ratings, result and events change once', async () => {
    const { first, second, matchId, puzzleId } = await aDuel(quests)
    const [mine, theirs] = [await duels.match(first, matchId), await duels.match(second, matchId)]
    expect(mine).toMatchObject({
      status: 'RUNNING',
      puzzle: { id: puzzleId, solution: null, myStatus: null, attemptLimit: ANSWERS_MAX },
    })
    expect(theirs).toEqual(mine)
    expect(await duels.answer(first, matchId, await wrongAnswerOf(quests, puzzleId))).toMatchObject({
      status: 'RUNNING',
    })
    quests.clock.advance(5_000)
    const won = await duels.answer(second, matchId, await solutionOf(quests, puzzleId))
    const at = quests.clock.now().toISOString()
    expect(won).toMatchObject({
      status: 'FINISHED',
      finishedAt: at,
      winner: { id: second.userId },
      puzzle: { solution: await solutionOf(quests, puzzleId) },
      players: [
        { user: { id: first.userId }, ratingBefore: 1_500, finishedAt: null },
        { user: { id: second.userId }, ratingBefore: 1_500, finishedAt: at },
      ],
    })
    const [ratingOfFirst = 0, ratingOfSecond = 0] = await ratingsOf(first, second)
    expect(won.players.map(({ ratingAfter }: { ratingAfter: number }) => ratingAfter)).toEqual([
      ratingOfFirst,
      ratingOfSecond,
    ])
    expect(ratingOfFirst).toBeLessThan(1_500)
    expect(ratingOfSecond).toBeGreaterThan(1_500)
    const told = [
      { data: { userId: first.userId, matchId, won: false, rating: ratingOfFirst } },
      { data: { userId: second.userId, matchId, won: true, rating: ratingOfSecond } },
    ]
    expect(await events(matchId)).toEqual({ recorded: told, told })
    // Nothing later changes it: an answer, leaving, the job at the end of the time.
    const after = await stateOf(matchId)
    await duels.answer(first, matchId, await solutionOf(quests, puzzleId))
    await duels.leave(first, matchId)
    quests.clock.advance(2 * DURATION_MS)
    await quests.app.services.runMatches()
    expect(await stateOf(matchId)).toEqual(after)
    expect(await ratingsOf(first, second)).toEqual([ratingOfFirst, ratingOfSecond])
  })

  it('has one winner when both answer right at the same moment, 32 times each', async () => {
    const { first, second, matchId, puzzleId } = await aDuel(quests)
    const answer = await solutionOf(quests, puzzleId)
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => duels.answer(index % 2 === 0 ? first : second, matchId, answer)),
    )
    const winners = new Set(answers.map(({ winner }) => winner.id))
    expect(winners.size).toBe(1)
    const { answers: counted, players } = await stateOf(matchId)
    expect(counted).toMatchObject([{ user_id: [...winners][0], correct: true, number: 1 }])
    expect(players.map(({ is_active: active }) => active)).toEqual([false, false])
    expect((await events(matchId)).recorded).toHaveLength(2)
    const ratings = await quests.rows('SELECT matches FROM match_rating WHERE user_id = ANY($1::uuid[])', [
      first.userId,
      second.userId,
    ])
    expect(ratings).toEqual([{ matches: 1 }, { matches: 1 }])
  })

  it('counts 64 repeats of one key once, and refuses the key for another answer', async () => {
    const { first, matchId, puzzleId } = await aDuel(quests)
    const [wrong, key] = [await wrongAnswerOf(quests, puzzleId), randomUUID()]
    const made = await Promise.all(Array.from({ length: 64 }, () => duels.answer(first, matchId, wrong, key)))
    expect(new Set(made.map(match => JSON.stringify(match)))).toHaveLength(1)
    expect((await stateOf(matchId)).answers).toHaveLength(1)
    expect(await duels.answer(first, matchId, await solutionOf(quests, puzzleId), key)).toMatchObject({
      field: 'idempotencyKey',
      problems: [{ rule: 'USED' }],
    })
    await duels.leave(first, matchId)
  })

  it('is lost by who leaves it, and cancelled before it has started', async () => {
    const { first, second, matchId } = await aDuel(quests)
    expect(await duels.leave(first, matchId)).toMatchObject({ status: 'FINISHED', winner: { id: second.userId } })
    const [lost = 0, won = 0] = await ratingsOf(first, second)
    expect([lost < 1_500, won > 1_500]).toEqual([true, true])

    const [a, b] = [aPlayer(), aPlayer()]
    await duels.findMatch(a)
    const { id } = await duels.findMatch(b)
    expect(await duels.leave(b, id)).toMatchObject({ status: 'CANCELLED', winner: null, puzzle: null })
    expect(await ratingsOf(a, b)).toEqual([1_500, 1_500])
    expect(await events(id)).toEqual({ recorded: [], told: [] })
    // Both are free for the next one.
    await duels.findMatch(a)
    const next = await duels.findMatch(b)
    expect(next).toMatchObject({ __typename: 'Match', status: 'WAITING' })
    await duels.leave(b, next.id)
  })

  it('ends at its time without a winner, and an answer at that moment is too late', async () => {
    const { first, second, matchId, puzzleId } = await aDuel(quests)
    quests.clock.advance(DURATION_MS)
    expect(await duels.answer(second, matchId, await solutionOf(quests, puzzleId))).toMatchObject({
      status: 'FINISHED',
      winner: null,
    })
    expect(await ratingsOf(first, second)).toEqual([1_500, 1_500])
    expect((await events(matchId)).recorded.map(({ data }) => (data as { won: boolean }).won)).toEqual([false, false])
    expect((await stateOf(matchId)).answers).toEqual([])
  })

  it('ends once when several processes find at once that its time is over', async () => {
    const others = [await quests.another(), await quests.another()]
    const made = [await aDuel(quests)]
    quests.clock.advance(DURATION_MS)
    await Promise.all(
      [quests.app, ...others.map(({ app }) => app)].flatMap(({ services }) => [
        services.runMatches(),
        services.runMatches(),
      ]),
    )
    for (const { app } of others) await app.close()
    for (const { matchId } of made) {
      expect(await events(matchId)).toMatchObject({ recorded: [{}, {}], told: [{}, {}] })
      expect(await duels.match(null, matchId)).toMatchObject({ status: 'FINISHED' })
    }
  })

  it('whose end breaks off in the middle has not ended, and ends once afterwards', async () => {
    const { first, second, matchId, puzzleId } = await aDuel(quests)
    // The last statement of the transaction fails, as if the process had died before its commit.
    await quests.rows(
      `CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken off'; END $$`,
    )
    await quests.rows(`CREATE TRIGGER broken BEFORE INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION break_off()`)
    const before = await stateOf(matchId)
    expect(await duels.answer(first, matchId, await solutionOf(quests, puzzleId))).toBeUndefined()
    await quests.rows('DROP TRIGGER broken ON outbox')
    expect(await stateOf(matchId)).toEqual(before)
    expect(await ratingsOf(first, second)).toEqual([1_500, 1_500])
    quests.clock.advance(DURATION_MS)
    await quests.app.services.runMatches()
    expect(await duels.match(null, matchId)).toMatchObject({ status: 'FINISHED' })
    expect((await events(matchId)).recorded).toHaveLength(2)
  })

  it('refuses bad answers by their name, and changes nothing', async () => {
    const { first, matchId, puzzleId } = await aDuel(quests)
    const before = await stateOf(matchId)
    const answer = await wrongAnswerOf(quests, puzzleId)
    expect(await duels.answer(first, matchId, { any: 'thing' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'answer',
    })
    expect(await duels.answer(first, matchId, answer, '')).toMatchObject({
      __typename: 'InvalidInput',
      field: 'idempotencyKey',
    })
    for (const [player, id] of [
      [aPlayer(), matchId],
      [anAdmin(), matchId],
      [first, randomUUID()],
      [first, 'x'],
    ] as const) {
      expect(await duels.answer(player, id, answer)).toMatchObject({ __typename: 'MatchNotFound' })
      expect(await duels.leave(player, id)).toMatchObject({ __typename: 'MatchNotFound' })
    }
    expect(await stateOf(matchId)).toEqual(before)
    for (let number = 0; number < ANSWERS_MAX; number++) await duels.answer(first, matchId, answer)
    expect(await duels.answer(first, matchId, answer)).toMatchObject({ field: 'answer', problems: [{ rule: 'COUNT' }] })
    expect((await stateOf(matchId)).answers).toHaveLength(ANSWERS_MAX)
    await duels.leave(first, matchId)
  })

  it('takes no answer before it starts', async () => {
    const [a, b] = [aPlayer(), aPlayer()]
    await duels.findMatch(a)
    const { id } = await duels.findMatch(b)
    quests.clock.advance(COUNTDOWN_MS - 1)
    expect(await duels.answer(a, id, [1])).toMatchObject({ __typename: 'InvalidInput', field: 'matchId' })
    expect((await stateOf(id)).answers).toEqual([])
    await duels.leave(a, id)
  })
})

describe('who sees what of a match', () => {
  it('is the same table for every field: the puzzle is the players’ while it runs, all else is everyone’s', async () => {
    const { first, matchId, puzzleId } = await aDuel(quests)
    const seenBy = async (viewer: Player | null) => {
      const match = await duels.match(viewer, matchId)
      return {
        match: match !== null,
        result: match?.players.length === 2,
        puzzle: match?.puzzle !== null,
        directly: (await duels.puzzle(viewer, puzzleId)) !== null,
        solution: match?.puzzle?.solution !== undefined && match.puzzle.solution !== null,
      }
    }
    const table = async () => ({
      player: await seenBy(first),
      stranger: await seenBy(aPlayer()),
      anonymous: await seenBy(null),
      admin: await seenBy(anAdmin()),
    })
    const shown = { match: true, result: true }
    const players = { ...shown, puzzle: true, directly: true, solution: false }
    const others = { ...shown, puzzle: false, directly: false, solution: false }
    expect(await table()).toEqual({ player: players, stranger: others, anonymous: others, admin: others })
    await duels.leave(first, matchId)
    const all = { ...shown, puzzle: true, directly: true, solution: true }
    expect(await table()).toEqual({ player: all, stranger: all, anonymous: all, admin: all })
    // It is in no feed, and takes no attempts.
    const { data } = await quests.ask(first, '{ puzzles(openOnly: false) { edges { node { id } } } }')
    expect(JSON.stringify(data)).not.toContain(puzzleId)
    expect(await duels.attempt(first, puzzleId, [1])).toMatchObject({ field: 'puzzleId' })
  })

  it('lists the matches of a user to that user and administrators, newest first, in pages', async () => {
    const { first, second, matchId } = await aDuel(quests)
    await duels.leave(first, matchId)
    // The first match has parted their ratings: they fit again after some seconds of waiting.
    await duels.findMatch(first)
    quests.clock.advance(10_000)
    const { id: next } = await duels.findMatch(second)
    const list = async (viewer: Player | null, args = '') =>
      (
        await quests.askUser(
          viewer,
          first,
          `matches${args} { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } }`,
        )
      ).data.matches
    const ids = (page: { edges: { node: { id: string } }[] }) => page.edges.map(({ node }) => node.id)
    expect(ids(await list(first))).toEqual([next, matchId])
    expect(ids(await list(anAdmin()))).toEqual([next, matchId])
    expect([await list(second), await list(null)]).toEqual([null, null])
    const page = await list(first, '(first: 1)')
    expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } })
    expect(ids(await list(first, `(first: 1, after: "${page.pageInfo.endCursor}")`))).toEqual([matchId])
    await duels.leave(first, next)
    const { errors } = await quests.askUser(first, first, 'matches(after: "WyJ4Il0") { totalCount }')
    expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })

  it('needs a signed-in user to play', async () => {
    for (const field of ['findMatch { __typename }', 'leaveMatchQueue', `leaveMatch(matchId: "x") { __typename }`]) {
      const { errors } = await quests.ask(null, `mutation { ${field} }`)
      expect(errors.map(({ code }) => code)).toEqual(['UNAUTHENTICATED'])
    }
    expect(MATCH).toContain('puzzle')
  })
})
