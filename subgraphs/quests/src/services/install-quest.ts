import { isDeepStrictEqual } from 'node:util'
import { definitionOf, draftProblems, type QuestDraft } from '../domain/quest-draft.js'
import type { QuestListing } from '../domain/quest-listing.js'
import type { QuestDefinition } from '../domain/quest.js'
import { uuidOf } from '../domain/uuid.js'
import { problemsIn } from './check-quest.js'
import { eventShapes } from './event-shapes.js'
import type { Needs } from './needs.js'
import { runCatalogCommand } from './run-catalog-command.js'

/**
 * Publishes the first version of a quest whose id is chosen by the caller: for seeds. A quest that is
 * published already gets its next version where it still stands as one of the texts of `replaces`, and stays
 * as it is otherwise. Items are not looked up, since gacha may not run yet.
 * @throws Error naming the problems of the draft
 */
export async function installQuest(
  needs: Needs,
  request: { id: string; input: QuestDraft; replaces?: readonly QuestDraft[] },
): Promise<QuestListing> {
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
          ...problemsIn(catalog, {
            input: draft,
            create: true,
            id: questId,
            questId,
            own: draftProblems(draft, eventShapes),
          }),
          ...(uuidOf(questId) === questId ? [] : [{ field: 'id', message: 'must be a UUID in lower case' }]),
        ]
        return problems.length === 0 ? { questId, definition: definitionOf(draft) } : { problems }
      },
    },
  )
  if ('message' in result) throw new Error(`Quest "${draft.name}": ${result.message}`)
  return result
}

const isOneOf = (drafts: readonly QuestDraft[], definition: QuestDefinition): boolean =>
  drafts.some(draft => isDeepStrictEqual(definition, definitionOf(draft)))
