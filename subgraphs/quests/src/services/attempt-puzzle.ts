import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { derivedId } from '../domain/derived-id.js'
import { isProblems } from '../domain/puzzles/puzzle-rules.js'
import { rulesByKind } from '../domain/puzzles/puzzle-kinds.js'
import { isClosed, type PuzzleAttempt, type SolvedPuzzle } from '../domain/puzzles/puzzle.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, noAttemptsLeft, puzzleClosed, type Refusal } from '../errors.js'
import { findSolvedPuzzle } from '../repositories/puzzle.js'
import { findAttempt, insertAttempt, lockStanding } from '../repositories/puzzle-attempt.js'
import { keyProblems, otherRequest, refusedWith, requestIds } from './idempotency.js'
import type { Needs } from './needs.js'
import { recordEvent } from './record-event.js'

export interface AttemptRequest {
  readonly userId: string
  readonly puzzleId: string
  readonly answer: unknown
  readonly idempotencyKey: string
}

type Attempted =
  | PuzzleAttempt
  | Refusal<typeof invalidInput>
  | Refusal<typeof puzzleClosed>
  | Refusal<typeof noAttemptsLeft>

/**
 * Counts an answer of the user to a puzzle of the feed. The server's clock decides whether the puzzle is
 * open. A repeat of the key, also a concurrent one, returns the first attempt and counts nothing.
 */
export async function attemptPuzzle(needs: Needs, request: AttemptRequest): Promise<Attempted> {
  const problems = keyProblems(request.idempotencyKey)
  if (problems.length > 0) return refusedWith(problems)
  const puzzleId = uuidOf(request.puzzleId)
  const puzzle = puzzleId === null ? null : await findSolvedPuzzle(needs.pool, puzzleId)
  const isOffered = puzzle !== null && puzzle.purpose !== 'DUEL' && needs.clock.now() >= puzzle.opensAt
  if (!isOffered) return invalidInput([unknownPuzzle])
  const ids = requestIds('puzzle attempt', { ...request, subject: puzzle.id })
  const asked = { ...request, puzzle, ids }
  const known = await findAttempt(needs.pool, ids.id)
  if (known !== null) return known.request === ids.request ? known : invalidInput([otherRequest])
  // Without a lock, so that a refusal writes nothing; what may have changed since is looked at again below.
  if (isClosed(puzzle, needs.clock.now())) return puzzleClosed('over')
  const checked = rulesByKind[puzzle.kind].check(puzzle, request.answer)
  if (isProblems(checked)) return refusedWith(checked)
  return await withTransaction(needs.pool, tx => countAttempt(needs, tx, { ...asked, correct: checked.isRight }))
}

const unknownPuzzle = {
  field: 'puzzleId',
  message: 'must be the id of a puzzle that has opened',
  rule: 'UNKNOWN',
} as const

async function countAttempt(
  needs: Needs,
  tx: Queryable,
  of: { userId: string; puzzle: SolvedPuzzle; ids: ReturnType<typeof requestIds>; correct: boolean },
): Promise<Attempted> {
  const { userId, puzzle, ids, correct } = of
  const { attempts, solvedAt } = await lockStanding(tx, { puzzleId: puzzle.id, userId })
  const known = await findAttempt(tx, ids.id)
  if (known !== null) return known.request === ids.request ? known : invalidInput([otherRequest])
  const at = needs.clock.now()
  if (solvedAt !== null) return puzzleClosed('solved')
  if (attempts >= puzzle.attemptLimit) return noAttemptsLeft(puzzle.attemptLimit)
  if (isClosed(puzzle, at)) return puzzleClosed('over')
  const attempt = { ...ids, puzzleId: puzzle.id, userId, number: attempts + 1, correct, at }
  await insertAttempt(tx, attempt)
  if (correct) await tellSolved(needs, tx, { attempt, puzzle })
  return attempt
}

/** Recorded as any event is, so that quests and boards count it, and told to other subgraphs. */
async function tellSolved(
  needs: Needs,
  tx: Queryable,
  { attempt, puzzle: { kind } }: { attempt: PuzzleAttempt; puzzle: SolvedPuzzle },
): Promise<void> {
  const { userId, puzzleId, at: occurredAt, number: attempts } = attempt
  const id = derivedId('puzzle.solved', puzzleId, userId)
  const data = { userId, puzzleId, kind, attempts }
  await recordEvent(needs, tx, { id, userId, type: 'puzzle.solved', data, occurredAt })
  await appendEvents(tx, [newEvent('puzzle.solved', { id, occurredAt, data })])
}
