import { isDeepStrictEqual } from 'node:util'
import { findUnknownItems } from '@waystone/events'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { ruleOf, type Leaderboard, type LeaderboardDefinition } from '../../domain/leaderboards/leaderboard.js'
import { readLeaderboard, type ReadLeaderboard } from '../../domain/leaderboards/leaderboard-draft.js'
import type { Problem } from '../../domain/problems.js'
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

/** Each recorded event is held against all of them, and all are listed at once. */
export const LEADERBOARDS_MAX = 100

/** A board to publish: as the next version of the one with the id, or as a new one. */
interface BoardToPublish {
  readonly id: string | null
  readonly input: unknown
  /** If true, an unknown id makes a board of this id; otherwise it is refused. */
  readonly create?: boolean
}

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

const knownBoard = (boards: readonly Leaderboard[], given: string | null): Leaderboard | null => {
  const id = given === null ? null : uuidOf(given)
  return boards.find(board => board.id === id) ?? null
}

/** Problems of the board by itself. Asked before the revision is locked: no other publisher waits for gacha. */
const ownProblems = async (needs: Pick<Needs, 'serviceClient'>, read: ReadLeaderboard): Promise<readonly Problem[]> =>
  'problems' in read ? read.problems : await unknownItemProblems(needs, read.definition)

/** All problems of publishing beside these boards. */
const problemsIn = (
  boards: readonly Leaderboard[],
  of: BoardToPublish & { known: Leaderboard | null; own: readonly Problem[]; read: ReadLeaderboard },
): readonly Problem[] => [
  ...placeProblems(boards, of),
  ...of.own,
  ...('problems' in of.read ? [] : ruleProblems(of.known, of.read.definition)),
]

function placeProblems(
  boards: readonly Leaderboard[],
  { known, id, create = false }: BoardToPublish & { known: Leaderboard | null },
): Problem[] {
  const max = LEADERBOARDS_MAX
  if (known !== null) return []
  if (id !== null && (!create || uuidOf(id) === null))
    return [{ field: 'id', message: 'must be the id of a published leaderboard, or left out', rule: 'UNKNOWN' }]
  if (boards.length < max) return []
  return [{ field: 'id', message: `must be given: there are at most ${max} leaderboards`, rule: 'COUNT', max }]
}

/** Scores follow from all recorded events: with another rule they would have to be made anew under players' eyes. */
function ruleProblems(known: Leaderboard | null, definition: LeaderboardDefinition): Problem[] {
  if (known === null) return []
  const [before, after] = [ruleOf(known.definition), ruleOf(definition)]
  return Object.entries(before).flatMap(([field, value]) =>
    isDeepStrictEqual(value, after[field as keyof typeof after])
      ? []
      : [{ field, message: 'must stay as it was published: what else is to be counted needs a new leaderboard' }],
  )
}

/** Items that gacha does not know, each with its place. */
async function unknownItemProblems(
  { serviceClient }: Pick<Needs, 'serviceClient'>,
  { prizes }: LeaderboardDefinition,
): Promise<Problem[]> {
  const asked = prizes.flatMap(({ rewards }, prize) =>
    rewards.flatMap((reward, index) =>
      reward.kind === 'ITEM' ? [{ itemId: reward.itemId, field: `prizes[${prize}].rewards[${index}].itemId` }] : [],
    ),
  )
  const itemIds = [...new Set(asked.map(({ itemId }) => itemId))]
  const unknown = new Set<string>()
  for (let start = 0; start < itemIds.length; start += ITEMS_MAX) {
    const page = itemIds.slice(start, start + ITEMS_MAX)
    for (const id of (await serviceClient.call(findUnknownItems, { itemIds: page })).unknownItemIds) unknown.add(id)
  }
  return asked.flatMap(({ itemId, field }) =>
    unknown.has(itemId) ? [{ field, message: 'must be the id of an item of gacha', rule: 'UNKNOWN' as const }] : [],
  )
}

/** The most item ids that one call to gacha may ask about. */
const ITEMS_MAX = 100
