import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { derivedId } from '../domain/derived-id.js'
import { lengthProblems, type Problem } from '../domain/problems.js'
import { readPuzzleDraft, type PuzzleDraft } from '../domain/puzzles/puzzle-draft.js'
import { generatePuzzle, rulesByKind } from '../domain/puzzles/puzzle-kinds.js'
import { isProblems, type MadePuzzle } from '../domain/puzzles/puzzle-rules.js'
import type { Puzzle, SolvedPuzzle } from '../domain/puzzles/puzzle.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, type Refusal } from '../errors.js'
import { findPuzzles, findSolvedPuzzle, insertPuzzles, replacePuzzle } from '../repositories/puzzle.js'
import { keyProblems, otherRequest, refusedWith } from './idempotency.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { REASON_LENGTH_MAX, type CommandOrigin } from './run-catalog-command.js'

export interface PuzzleCommand extends CommandOrigin {
  /** The puzzle to replace; null for a new one. */
  readonly id: string | null
  readonly input: unknown
}

type Published = Puzzle | Refusal<typeof invalidInput>

/**
 * Publishes a puzzle with the one answer that solving it finds, or replaces one that has not opened. The
 * puzzle and the entry in the log are one transaction. A repeat of the key returns what the first one has
 * published.
 */
export async function publishPuzzle(needs: Needs, command: PuzzleCommand): Promise<Published> {
  const now = needs.clock.now()
  const draft = readPuzzleDraft(command.input, now)
  const made = isProblems(draft) ? draft : madeOf(needs, draft)
  const replaced = command.id === null ? null : uuidOf(command.id)
  const problems = [
    ...(isProblems(made) ? made : []),
    ...originProblems(command),
    ...(command.id !== null && replaced === null ? [notReplaceable] : []),
  ]
  if (problems.length > 0 || isProblems(draft) || isProblems(made)) return refusedWith(problems)
  const ids = commandIds(needs, { command, replaced })
  const { made: _, ...texts } = draft
  const puzzle = { ...texts, ...made, ...ids, purpose: 'PUBLISHED', publishedAt: now } as const
  return await withTransaction(needs.pool, tx => write(needs, tx, { puzzle, replaced, command }))
}

async function write(
  needs: Needs,
  tx: Queryable,
  of: { puzzle: SolvedPuzzle & { request: string | null }; replaced: string | null; command: PuzzleCommand },
): Promise<Published> {
  const { puzzle, replaced, command } = of
  const known = await findSolvedPuzzle(tx, puzzle.id)
  if (known !== null && known.request !== null && known.request === puzzle.request) return await shown(tx, puzzle.id)
  const isWritten =
    replaced === null
      ? (await insertPuzzles(tx, [puzzle])).length === 1
      : await replacePuzzle(tx, puzzle, puzzle.publishedAt)
  if (!isWritten) {
    if (replaced !== null) return invalidInput([notReplaceable])
    // Written meanwhile by the same key: the same command or another one.
    const first = await findSolvedPuzzle(tx, puzzle.id)
    return first?.request === puzzle.request ? await shown(tx, puzzle.id) : invalidInput([otherRequest])
  }
  const { actor, reason } = command
  const data = { puzzleId: puzzle.id, kind: puzzle.kind }
  await recordAdminAction(needs, tx, { actor, action: 'PUZZLE_PUBLISHED', reason: reason?.trim() ?? '', data })
  return await shown(tx, puzzle.id)
}

/** Without the answer. */
async function shown(tx: Queryable, id: string): Promise<Puzzle> {
  const puzzle = (await findPuzzles(tx, [id])).get(id)
  if (puzzle === undefined) throw new Error('Expected the puzzle that was written')
  return puzzle
}

const madeOf = ({ newSeed }: Pick<Needs, 'newSeed'>, { kind, made }: PuzzleDraft): MadePuzzle | readonly Problem[] =>
  'data' in made
    ? rulesByKind[kind].make(made.data)
    : generatePuzzle({ kind, difficulty: made.difficulty, seed: newSeed() })

function commandIds(
  { newId }: Pick<Needs, 'newId'>,
  { command, replaced }: { command: PuzzleCommand; replaced: string | null },
): { readonly id: string; readonly request: string | null } {
  const { actor, idempotencyKey: key, input } = command
  if (key === null || key === undefined) return { id: replaced ?? newId(), request: null }
  const made = derivedId('published puzzle', JSON.stringify([actor, key]))
  return { id: replaced ?? made, request: derivedId('published puzzle', JSON.stringify([actor, key, replaced, input])) }
}

const originProblems = ({ reason, idempotencyKey: key }: CommandOrigin): Problem[] => [
  ...lengthProblems('reason', reason?.trim() ?? '', { min: 0, max: REASON_LENGTH_MAX }),
  ...(key === null || key === undefined ? [] : keyProblems(key)),
]

const notReplaceable: Problem = {
  field: 'id',
  message: 'must be the id of a published puzzle that has not opened yet',
  rule: 'UNKNOWN',
}
