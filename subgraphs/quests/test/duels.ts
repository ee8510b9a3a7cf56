import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { COUNTDOWN_MS } from '../src/domain/matches/match.js'
import { aPlayer, type Player, type TestApp } from './quests-app.js'

/** The requests of tests of puzzles and matches, as clients make them. */

export const PUZZLE = `id title statement kind data opensAt closesAt attemptLimit solvedCount myStatus solution
  myAttempts { id number correct at }`
export const MATCH = `__typename id status startedAt endsAt finishedAt winner { id } puzzle { ${PUZZLE} }
  players { user { id } ratingBefore ratingAfter finishedAt }`
const REFUSED = '... on Refusal { __typename message }'
const REFUSAL = `${REFUSED} ... on InvalidInput { field problems { field rule } }`

export const duelsOf = (quests: TestApp) => ({
  attempt: async (player: Player | null, puzzleId: string, answer: unknown, idempotencyKey: string = randomUUID()) => {
    const { data, errors } = await quests.ask(
      player,
      `mutation ($puzzleId: ID!, $answer: JSON!, $idempotencyKey: ID!) {
        attemptPuzzle(puzzleId: $puzzleId, answer: $answer, idempotencyKey: $idempotencyKey) {
          ... on PuzzleAttempt { __typename id number correct at } ... on NoAttemptsLeft { limit } ${REFUSAL} } }`,
      { puzzleId, answer, idempotencyKey },
    )
    return errors.length > 0 ? { errors } : data.attemptPuzzle
  },
  publish: async (viewer: Player | null, input: unknown, more: Record<string, unknown> = {}) => {
    const { data, errors } = await quests.ask(
      viewer,
      `mutation ($id: ID, $input: JSON!, $reason: String, $idempotencyKey: ID) {
        publishPuzzle(id: $id, input: $input, reason: $reason, idempotencyKey: $idempotencyKey) {
          ... on Puzzle { ${PUZZLE} } ${REFUSAL} } }`,
      { input, ...more },
    )
    return errors.length > 0 ? { errors } : data.publishPuzzle
  },
  puzzle: async (viewer: Player | null, id: string) =>
    (await quests.ask(viewer, `query ($id: ID!) { puzzle(id: $id) { ${PUZZLE} } }`, { id })).data.puzzle,
  findMatch: async (player: Player) =>
    (
      await quests.ask(
        player,
        `mutation { findMatch { ... on MatchTicket { __typename id rating waitingSince expiresAt } ... on Match { ${MATCH} } } }`,
      )
    ).data.findMatch,
  match: async (viewer: Player | null, id: string) =>
    (await quests.ask(viewer, `query ($id: ID!) { match(id: $id) { ${MATCH} } }`, { id })).data.match,
  answer: async (player: Player, matchId: string, answer: unknown, idempotencyKey: string = randomUUID()) =>
    (
      await quests.ask(
        player,
        `mutation ($matchId: ID!, $answer: JSON!, $idempotencyKey: ID!) {
          answerMatch(matchId: $matchId, answer: $answer, idempotencyKey: $idempotencyKey) { ... on Match { ${MATCH} } ${REFUSAL} } }`,
        { matchId, answer, idempotencyKey },
      )
    ).data?.answerMatch,
  leave: async (player: Player, matchId: string) =>
    (
      await quests.ask(
        player,
        `mutation ($matchId: ID!) { leaveMatch(matchId: $matchId) { ... on Match { ${MATCH} } ${REFUSED} } }`,
        { matchId },
      )
    ).data.leaveMatch,
})

/** The right answer, which only the database knows. */
export const solutionOf = async (quests: TestApp, puzzleId: string): Promise<unknown> =>
  (await quests.rows('SELECT solution FROM puzzle WHERE id = $1', puzzleId))[0]?.['solution']

/** An answer of the right form that is wrong. */
export const wrongAnswerOf = async (quests: TestApp, puzzleId: string): Promise<unknown> => {
  const solution = await solutionOf(quests, puzzleId)
  if (Array.isArray(solution)) return solution.slice(1)
  return typeof solution === 'number' ? solution + 1 : `${String(solution)} AGAIN`
}

/** Two players whose match has started. */
export async function aDuel(quests: TestApp) {
  const { findMatch } = duelsOf(quests)
  const [first, second] = [aPlayer(), aPlayer()]
  expect(await findMatch(first)).toMatchObject({ __typename: 'MatchTicket' })
  // The first one has waited longer, and so is shown first.
  quests.clock.advance(1)
  const match = await findMatch(second)
  expect(match).toMatchObject({ __typename: 'Match', status: 'WAITING', puzzle: null })
  quests.clock.advance(COUNTDOWN_MS)
  const [row] = await quests.rows('SELECT puzzle_id FROM match WHERE id = $1', match.id)
  return { first, second, matchId: match.id as string, puzzleId: String(row?.['puzzle_id']) }
}
