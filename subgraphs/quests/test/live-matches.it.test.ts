import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { newEvent } from '@waystone/events'
import { connectLive, serveForTest, type LiveClient, type Told } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COUNTDOWN_MS, DURATION_MS } from '../src/domain/matches/match.js'
import { aDuel, duelsOf, solutionOf, wrongAnswerOf } from './duels.js'
import { aPlayer, startQuests, type Player, type TestApp } from './quests-app.js'

interface Changed {
  readonly matchChanged: {
    readonly id: string
    readonly status: string
    readonly winner: { readonly id: string } | null
    readonly puzzle: { readonly id: string; readonly solution: unknown } | null
  }
}

let quests: TestApp
let duels: ReturnType<typeof duelsOf>
let url: string
const clients: LiveClient[] = []
beforeAll(async () => {
  quests = await startQuests()
  duels = duelsOf(quests)
  url = (await serveForTest(quests.app)).url
})
afterAll(async () => {
  for (const client of clients) client.close()
  await quests.close()
})

async function follow(player: Player | null): Promise<Told<Changed>> {
  const client = connectLive(url, player === null ? {} : { token: await quests.token(player) })
  clients.push(client)
  return client.subscribe<Changed>('subscription { matchChanged { id status winner { id } puzzle { id solution } } }')
}
const next = async (told: Told<Changed>) => (await told.nextData()).matchChanged
/** The served app runs its job, too, which tells once more that a match has started. */
async function nextOver(told: Told<Changed>): Promise<Changed['matchChanged']> {
  for (let match = await next(told); ; match = await next(told))
    if (match.status === 'FINISHED' || match.status === 'CANCELLED') return match
}

it('tells other subgraphs of a match that was found, once for each player', async () => {
  const { first, second, matchId } = await aDuel(quests)
  const { startedAt: startsAt, endsAt } = await duels.match(first, matchId)
  const times = { startsAt, endsAt }
  const told = [
    { userId: first.userId, matchId, opponentId: second.userId, ...times },
    { userId: second.userId, matchId, opponentId: first.userId, ...times },
  ].toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  await quests.app.services.runMatches()
  const of = `type = 'match.found' AND data->>'matchId' = $1 ORDER BY data->>'userId'`
  const data = (rows: readonly Record<string, unknown>[]) => rows.map(row => row['data'])
  expect(data(await quests.rows(`SELECT data FROM outbox WHERE ${of}`, matchId))).toEqual(told)
  expect(data(await quests.rows(`SELECT data FROM game_event WHERE ${of}`, matchId))).toEqual(told)
  await duels.leave(first, matchId)
})

it('pairs nobody with a user whose account is deleted', async () => {
  const [gone, other] = [aPlayer(), aPlayer()]
  await duels.findMatch(gone)
  const [id, data] = [randomUUID(), { userId: gone.userId }]
  await quests.happens(newEvent('user.deleted', { id, occurredAt: quests.clock.now(), data }))
  // Its last token takes a place in the queue again.
  expect(await duels.findMatch(gone)).toMatchObject({ __typename: 'MatchTicket' })
  expect(await duels.findMatch(other)).toMatchObject({ __typename: 'MatchTicket' })
  await quests.rows('DELETE FROM match_ticket')
})

it('tells both players of their match, of its start, which shows the puzzle, and of its end', async () => {
  const [first, second] = [aPlayer(), aPlayer()]
  await duels.findMatch(first)
  const told = await follow(first)
  const { id } = await duels.findMatch(second)
  expect(await next(told)).toEqual({ id, status: 'WAITING', winner: null, puzzle: null })
  const theirs = await follow(second)
  expect(await next(theirs)).toMatchObject({ id, status: 'WAITING' })
  quests.clock.advance(COUNTDOWN_MS)
  await quests.app.services.runMatches()
  const started = await next(told)
  expect(started).toMatchObject({ id, status: 'RUNNING', puzzle: { solution: null } })
  expect(await next(theirs)).toEqual(started)
  const puzzleId = started.puzzle?.id ?? ''
  await duels.answer(first, id, await wrongAnswerOf(quests, puzzleId))
  await duels.answer(second, id, await solutionOf(quests, puzzleId))
  const ended = { id, status: 'FINISHED', winner: { id: second.userId } }
  expect(await next(told)).toMatchObject(ended)
  expect(await next(theirs)).toMatchObject(ended)
})

it('tells who comes back the match that runs, and then its end', async () => {
  const { first, second, matchId } = await aDuel(quests)
  const lost = await follow(first)
  expect(await next(lost)).toMatchObject({ id: matchId })
  lost.close()
  const told = await follow(first)
  expect(await next(told)).toMatchObject({ id: matchId, status: 'RUNNING' })
  await duels.leave(second, matchId)
  expect(await nextOver(told)).toMatchObject({ id: matchId, status: 'FINISHED', winner: { id: first.userId } })
})

it('begins with the next match for who is in none, also when an earlier one is over', async () => {
  const { first, second, matchId } = await aDuel(quests)
  const before = await follow(second)
  await next(before)
  await duels.leave(first, matchId)
  expect(await nextOver(before)).toMatchObject({ id: matchId, status: 'FINISHED' })
  const told = await follow(first)
  quests.clock.advance(DURATION_MS)
  await duels.findMatch(first)
  quests.clock.advance(10_000)
  const { id } = await duels.findMatch(second)
  expect(id).not.toBe(matchId)
  expect(await next(told)).toMatchObject({ id, status: 'WAITING' })
  await duels.leave(first, id)
  expect(await next(told)).toMatchObject({ id, status: 'CANCELLED' })
})

it('needs a signed-in user', async () => {
  const { errors } = await (await follow(null)).next()
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED'])
})

it('the audit finds nothing after all these matches', async () => {
  expect((await quests.rows(`SELECT FROM match WHERE status = 'FINISHED'`)).length).toBeGreaterThan(2)
  const findings = await createAuditPart('quests', quests.database).local()
  expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
})
