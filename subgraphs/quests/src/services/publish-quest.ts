import { isDeepStrictEqual } from 'node:util'
import { findUnknownItems } from '@waystone/events'
import type { Catalog } from '../domain/catalog.js'
import type { Problem } from '../domain/problems.js'
import { prerequisiteProblems } from '../domain/prerequisites.js'
import { definitionOf, draftProblems, type QuestDraft } from '../domain/quest-draft.js'
import type { QuestListing } from '../domain/quest-listing.js'
import type { QuestDefinition } from '../domain/quest.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, type Refusal } from '../errors.js'
import { eventShapes } from './event-shapes.js'
import type { Needs } from './needs.js'
import { runCatalogCommand, type CommandOrigin } from './run-catalog-command.js'

/** All quests are listed at once and held in memory by every process. */
export const CATALOG_QUESTS_MAX = 1_000

/** Publishes a new quest, or with an id the next version of a published one. Every problem of the input is refused at once. */
export async function publishQuest(
  needs: Needs,
  request: CommandOrigin & { id?: string | null; input: QuestDraft },
): Promise<QuestListing | Refusal<typeof invalidInput>> {
  const { input: draft } = request
  const given = request.id ?? null
  const known = given === null ? null : uuidOf(given)
  // Asked before the catalog is locked: nobody waits for gacha but this caller.
  const own = [...draftProblems(draft, eventShapes), ...(await unknownItemProblems(needs, draft))]
  return await runCatalogCommand(needs, request, {
    action: 'QUEST_PUBLISHED',
    isRepeatOf: version =>
      (given === null || version.questId === known) &&
      own.length === 0 &&
      isDeepStrictEqual(version.definition, definitionOf(draft)),
    decide: catalog => {
      const questId = known ?? needs.newId()
      const problems = [
        ...(given === null ? sizeProblems(catalog) : idProblems(known, catalog)),
        ...own,
        ...prerequisiteProblems({ questId, name: draft.name, prerequisiteIds: draft.prerequisiteIds }, catalog),
      ]
      return problems.length === 0 ? { questId, definition: definitionOf(draft) } : { problems }
    },
  })
}

/**
 * Publishes the first version of a quest whose id is chosen by the caller: for seeds. A quest that is published already gets its
 * next version where it still stands as one of the texts of `replaces`, and stays as it is otherwise: then the answer is null. Items
 * are not looked up, since gacha may not run yet.
 * @throws Error naming the problems of the draft
 */
export async function installQuest(
  needs: Needs,
  request: { id: string; input: QuestDraft; replaces?: readonly QuestDraft[] | undefined },
): Promise<QuestListing | null> {
  const { id: questId, input: draft, replaces = [] } = request
  const result = await runCatalogCommand(
    needs,
    { actor: 'seed' },
    {
      action: 'QUEST_PUBLISHED',
      isRepeatOf: () => false,
      decide: catalog => {
        const current = catalog.current(questId)
        if (current !== undefined && !isOneOf(replaces, current.definition)) return { unchanged: current }
        const problems = [
          ...(current === undefined ? sizeProblems(catalog) : []),
          ...draftProblems(draft, eventShapes),
          ...prerequisiteProblems({ questId, name: draft.name, prerequisiteIds: draft.prerequisiteIds }, catalog),
        ]
        if (uuidOf(questId) !== questId) problems.push({ field: 'id', message: 'must be a UUID in lower case' })
        return problems.length === 0 ? { questId, definition: definitionOf(draft) } : { problems }
      },
    },
  )
  if ('message' in result) throw new Error(`Quest "${draft.name}": ${result.message}`)
  return result
}

const isOneOf = (drafts: readonly QuestDraft[], definition: QuestDefinition): boolean =>
  drafts.some(draft => isDeepStrictEqual(definition, definitionOf(draft)))

function idProblems(known: string | null, catalog: Catalog): Problem[] {
  if (known !== null && catalog.current(known) !== undefined) return []
  return [{ field: 'id', message: 'must be the id of a published quest, or left out' }]
}

const sizeProblems = (catalog: Catalog): Problem[] =>
  catalog.all().length < CATALOG_QUESTS_MAX
    ? []
    : [{ field: 'id', message: `must be given: the catalog holds at most ${CATALOG_QUESTS_MAX} quests` }]

/** Items that gacha does not know, each with its place among the rewards. */
async function unknownItemProblems(needs: Needs, draft: QuestDraft): Promise<Problem[]> {
  const asked = draft.rewards.slice(0, ITEMS_MAX).map(reward => uuidOf(reward.itemId ?? ''))
  const itemIds = [...new Set(asked.filter(id => id !== null))]
  if (itemIds.length === 0) return []
  const { unknownItemIds } = await needs.neighbours.call(findUnknownItems, { itemIds })
  return asked.flatMap((id, index) =>
    id !== null && unknownItemIds.includes(id)
      ? [{ field: `rewards[${index}].itemId`, message: 'must be the id of an item of gacha' }]
      : [],
  )
}

/** What one call may ask for. */
const ITEMS_MAX = 100
