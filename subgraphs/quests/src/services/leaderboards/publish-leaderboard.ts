import { isDeepStrictEqual } from 'node:util'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Leaderboard, LeaderboardDefinition } from '../../domain/leaderboards/leaderboard.js'
import { readLeaderboard } from '../../domain/leaderboards/leaderboard-draft.js'
import { uuidOf } from '../../domain/uuid.js'
import { invalidInput, type Refusal } from '../../errors.js'
import {
  findBoardCommand,
  findBoards,
  insertBoardVersion,
  lockBoardRevision,
  readBoardRevision,
} from '../../repositories/leaderboards/board.js'
import { eventShapes } from '../event-shapes.js'
import type { Needs } from '../needs.js'
import { recordAdminAction } from '../record-admin-action.js'
import { baseProblems, originProblems, otherCommand, type CommandOrigin } from '../run-catalog-command.js'
import { knownBoard, ownProblems, problemsIn, type BoardToPublish } from './check-leaderboard.js'

interface Publication extends CommandOrigin, BoardToPublish {
  /** The version that the caller has seen, 0 for none: where another one was published since, nothing is. */
  readonly basedOn?: number
}

/**
 * Publishes a new board, or with an id the next version of one: its name and prizes may change, but not what
 * it counts. A repeat of what is published makes no version.
 */
export async function publishLeaderboard(
  needs: Needs,
  publication: Publication,
): Promise<Leaderboard | Refusal<typeof invalidInput>> {
  const { input, actor, basedOn, idempotencyKey = null } = publication
  const by = { actor, reason: publication.reason?.trim() ?? '', idempotencyKey }
  const read = readLeaderboard(input, eventShapes)
  const own = [...(await ownProblems(needs, read)), ...originProblems(by)]
  const published = await withTransaction(needs.pool, async tx => {
    const revision = await lockBoardRevision(tx)
    const boards = await needs.boards.at(tx, revision)
    const earlier = await findBoardCommand(tx, by)
    const repeated = boards.find(board => board.id === earlier?.id)
    if (earlier !== null && repeated !== undefined) {
      const isSame = !('problems' in read) && isDeepStrictEqual(earlier.definition, read.definition)
      return isSame ? repeated : invalidInput([otherCommand])
    }
    const known = knownBoard(boards, publication.id)
    const [first, ...rest] = [
      ...problemsIn(boards, { ...publication, known, own, read }),
      ...baseProblems({ version: known?.version ?? 0, basedOn }),
    ]
    if (first !== undefined) return invalidInput([first, ...rest])
    if ('problems' in read) throw new Error('Expected problems to be refused')
    if (known !== null && isDeepStrictEqual(known.definition, read.definition)) return known
    return await appendVersion(needs, tx, {
      id: known?.id ?? uuidOf(publication.id ?? '') ?? needs.newId(),
      known,
      revision: revision + 1,
      definition: read.definition,
      by,
    })
  })
  if (!('message' in published)) await needs.boards.moved()
  return published
}

/** The board as it is published, and as publishing would make it. */
export interface LeaderboardPreview {
  readonly current: Leaderboard | null
  readonly next: LeaderboardDefinition
}

/** Answers what publishLeaderboard would, and changes nothing. */
export async function previewLeaderboard(
  needs: Needs,
  request: BoardToPublish,
): Promise<LeaderboardPreview | Refusal<typeof invalidInput>> {
  const read = readLeaderboard(request.input, eventShapes)
  const own = await ownProblems(needs, read)
  const boards = await needs.boards.at(needs.pool, await readBoardRevision(needs.pool))
  const known = knownBoard(boards, request.id)
  const [first, ...rest] = problemsIn(boards, { ...request, known, own, read })
  if (first !== undefined) return invalidInput([first, ...rest])
  if ('problems' in read) throw new Error('Expected problems to be refused')
  return { current: known, next: read.definition }
}

/**
 * Publishes a board whose id is chosen by the caller, unless there is one with this id: for seeds. Items are
 * not looked up, since gacha may not run yet.
 * @throws Error naming the problems
 */
export async function installLeaderboard(needs: Needs, { id, input }: { id: string; input: unknown }): Promise<void> {
  const read = readLeaderboard(input, eventShapes)
  if ('problems' in read)
    throw new Error(`Leaderboard ${id}: ${read.problems.map(({ field, message }) => `${field} ${message}`).join('; ')}`)
  await withTransaction(needs.pool, async tx => {
    const revision = await lockBoardRevision(tx)
    const boards = await needs.boards.at(tx, revision)
    if (boards.some(board => board.id === id)) return
    const { definition } = read
    const by = { actor: 'seed', reason: '', idempotencyKey: null }
    await appendVersion(needs, tx, { id, known: null, revision: revision + 1, definition, by })
  })
  await needs.boards.moved()
}

async function appendVersion(
  needs: Needs,
  tx: Queryable,
  of: {
    id: string
    known: Leaderboard | null
    revision: number
    definition: LeaderboardDefinition
    by: { actor: string; reason: string; idempotencyKey: string | null }
  },
): Promise<Leaderboard> {
  const { id, known, revision, definition, by } = of
  const version = (known?.version ?? 0) + 1
  await insertBoardVersion(tx, { id, version, revision, definition, at: needs.clock.now(), ...by })
  const data = { leaderboardId: id, version }
  await recordAdminAction(needs, tx, { actor: by.actor, action: 'LEADERBOARD_PUBLISHED', reason: by.reason, data })
  // Not by the reader, which would remember a revision that may yet be rolled back.
  const published = (await findBoards(tx, { revision })).find(board => board.id === id)
  if (published === undefined) throw new Error(`Expected leaderboard ${id}, which was just inserted`)
  return published
}
