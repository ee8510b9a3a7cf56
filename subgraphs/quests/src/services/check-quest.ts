import { findUnknownItems } from '@waystone/events'
import type { Catalog } from '../domain/catalog.js'
import type { Problem } from '../domain/problems.js'
import { prerequisiteProblems } from '../domain/prerequisites.js'
import { draftProblems, type QuestDraft } from '../domain/quest-draft.js'
import { uuidOf } from '../domain/uuid.js'
import { eventShapes } from './event-shapes.js'
import type { Needs } from './needs.js'

/** All quests are listed at once and held in memory by every process. */
export const CATALOG_QUESTS_MAX = 1_000

/** A draft to publish: as the next version of the quest with the id, or as a new quest. */
export interface QuestToPublish {
  readonly id?: string | null
  readonly input: QuestDraft
  /** If true, an unknown id makes a quest of this id; otherwise it is refused. */
  readonly create?: boolean
}

/** A new quest's id where none is given, or none that could be. */
export const questIdOf = (needs: Pick<Needs, 'newId'>, { id }: QuestToPublish): string =>
  (id ? uuidOf(id) : null) ?? needs.newId()

/** Problems of the draft by itself. Asked before the catalog is locked: no other publisher waits for gacha. */
export const ownProblems = async (
  needs: Pick<Needs, 'serviceClient'>,
  draft: QuestDraft,
): Promise<readonly Problem[]> => [...draftProblems(draft, eventShapes), ...(await unknownItemProblems(needs, draft))]

/** All problems of publishing into this catalog. */
export function problemsIn(
  catalog: Catalog,
  { id, create, input, questId, own }: QuestToPublish & { questId: string; own: readonly Problem[] },
): readonly Problem[] {
  const known = id === undefined || id === null ? null : uuidOf(id)
  const isNew = id === undefined || id === null || (create === true && known !== null)
  const isKnown = known !== null && catalog.current(known) !== undefined
  return [
    ...(isKnown ? [] : isNew ? sizeProblems(catalog) : [unknownId]),
    ...own,
    ...prerequisiteProblems({ questId, name: input.name, prerequisiteIds: input.prerequisiteIds }, catalog),
  ]
}

const unknownId: Problem = { field: 'id', message: 'must be the id of a published quest, or left out', rule: 'UNKNOWN' }

function sizeProblems(catalog: Catalog): Problem[] {
  const max = CATALOG_QUESTS_MAX
  if (catalog.all().length < max) return []
  return [{ field: 'id', message: `must be given: the catalog holds at most ${max} quests`, rule: 'COUNT', max }]
}

/** Items that gacha does not know, each with its place among the rewards. */
async function unknownItemProblems(needs: Pick<Needs, 'serviceClient'>, draft: QuestDraft): Promise<Problem[]> {
  const asked = draft.rewards.slice(0, ITEMS_MAX).map(reward => uuidOf(reward.itemId ?? ''))
  const itemIds = [...new Set(asked.filter(id => id !== null))]
  if (itemIds.length === 0) return []
  const { unknownItemIds } = await needs.serviceClient.call(findUnknownItems, { itemIds })
  return asked.flatMap((id, index) =>
    id !== null && unknownItemIds.includes(id)
      ? [{ field: `rewards[${index}].itemId`, message: 'must be the id of an item of gacha', rule: 'UNKNOWN' as const }]
      : [],
  )
}

/** The most item ids that one call to gacha may ask about. */
const ITEMS_MAX = 100
