import { isDeepStrictEqual } from 'node:util'
import { findUnknownItems } from '@waystone/events'
import { ruleOf, type Leaderboard, type LeaderboardDefinition } from '../../domain/leaderboards/leaderboard.js'
import type { ReadLeaderboard } from '../../domain/leaderboards/leaderboard-draft.js'
import type { Problem } from '../../domain/problems.js'
import { uuidOf } from '../../domain/uuid.js'
import type { Needs } from '../needs.js'

/** Each recorded event is held against all of them, and all are listed at once. */
const LEADERBOARDS_MAX = 100

/** A board to publish: as the next version of the one with the id, or as a new one. */
export interface BoardToPublish {
  readonly id: string | null
  readonly input: unknown
  /** If true, an unknown id makes a board of this id; otherwise it is refused. */
  readonly create?: boolean
}

/** The board with this id; null for none. */
export const knownBoard = (boards: readonly Leaderboard[], given: string | null): Leaderboard | null => {
  const id = given === null ? null : uuidOf(given)
  return boards.find(board => board.id === id) ?? null
}

/** Problems of the board by itself. Asked before the revision is locked: no other publisher waits for gacha. */
export const ownProblems = async (
  needs: Pick<Needs, 'serviceClient'>,
  read: ReadLeaderboard,
): Promise<readonly Problem[]> =>
  'problems' in read ? read.problems : await unknownItemProblems(needs, read.definition)

/** All problems of publishing beside these boards. */
export const problemsIn = (
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
