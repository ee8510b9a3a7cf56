import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { ANSWERS_MAX, isOver, isPlayer, type Match } from '../domain/matches/match.js'
import type { Problem } from '../domain/problems.js'
import { rulesByKind } from '../domain/puzzles/puzzle-kinds.js'
import { isProblems } from '../domain/puzzles/puzzle-rules.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, matchNotFound, type Refusal } from '../errors.js'
import { countAnswers, findAnswerRequest, insertAnswer } from '../repositories/match-answer.js'
import { lockMatch } from '../repositories/match.js'
import { findSolvedPuzzle } from '../repositories/puzzle.js'
import { endMatch } from './end-match.js'
import { keyProblems, otherRequest, refusedWith, requestIds } from './idempotency.js'
import type { Needs } from './needs.js'

export interface AnswerRequest {
  readonly userId: string
  readonly matchId: string
  readonly answer: unknown
  readonly idempotencyKey: string
}

type Answered = Match | Refusal<typeof matchNotFound> | Refusal<typeof invalidInput>

/**
 * Counts an answer of a player. Answers of both players wait for the lock of the match, and the first right
 * one that has it wins: the database decides a tie, whichever processes the two have reached.
 */
export async function answerMatch(needs: Needs, request: AnswerRequest): Promise<Answered> {
  const problems = keyProblems(request.idempotencyKey)
  if (problems.length > 0) return refusedWith(problems)
  const id = uuidOf(request.matchId)
  if (id === null) return matchNotFound()
  return await withTransaction(needs.pool, async tx => {
    const match = await lockMatch(tx, id)
    if (match === null || !isPlayer(match, request.userId)) return matchNotFound()
    const ids = requestIds('match answer', { ...request, subject: id })
    const known = await findAnswerRequest(tx, ids.id)
    if (known !== null) return known === ids.request ? match : invalidInput([otherRequest])
    if (isOver(match)) return match
    if (needs.clock.now() >= match.endsAt) return await endMatch(needs, tx, match, 'TIME')
    return await countAnswer(needs, tx, { ...request, match, ids })
  })
}

async function countAnswer(
  needs: Needs,
  tx: Queryable,
  of: AnswerRequest & { match: Match; ids: ReturnType<typeof requestIds> },
): Promise<Answered> {
  const { userId, answer, match, ids } = of
  const at = needs.clock.now()
  if (at < match.startedAt) return invalidInput([notStarted])
  const puzzle = await findSolvedPuzzle(tx, match.puzzleId)
  if (puzzle === null) throw new Error(`Expected puzzle ${match.puzzleId}, which is never removed`)
  const checked = rulesByKind[puzzle.kind].check(puzzle, answer)
  if (isProblems(checked)) return refusedWith(checked)
  const answers = await countAnswers(tx, { matchId: match.id, userId })
  if (answers >= ANSWERS_MAX) return invalidInput([tooMany])
  const correct = checked.isRight
  await insertAnswer(tx, { ...ids, matchId: match.id, userId, number: answers + 1, correct, at })
  return correct ? await endMatch(needs, tx, match, { solvedBy: userId }) : match
}

const notStarted: Problem = { field: 'matchId', message: 'must be a match that has started' }

const tooMany: Problem = {
  field: 'answer',
  message: `must be one of at most ${ANSWERS_MAX} in a match`,
  rule: 'COUNT',
  max: ANSWERS_MAX,
}
