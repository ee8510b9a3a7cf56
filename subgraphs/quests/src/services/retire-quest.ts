import type { Catalog } from '../domain/catalog.js'
import type { Problem } from '../domain/problems.js'
import type { QuestListing } from '../domain/quest-listing.js'
import { uuidOf } from '../domain/uuid.js'
import type { invalidInput, Refusal } from '../errors.js'
import type { Needs } from './needs.js'
import { runCatalogCommand, type CommandOrigin } from './run-catalog-command.js'

/**
 * Takes a quest out of the catalog, by a version that no round begins on. Rounds that players have begun go
 * on, and what was completed stays and can be claimed. Publishing the quest again brings it back; retiring it
 * again changes nothing.
 */
export async function retireQuest(
  needs: Needs,
  request: CommandOrigin & { id: string },
): Promise<QuestListing | Refusal<typeof invalidInput>> {
  const questId = uuidOf(request.id)
  return await runCatalogCommand(needs, request, {
    action: 'QUEST_RETIRED',
    isRepeatOf: version => version.questId === questId && version.definition.retired === true,
    decide: catalog => {
      const current = questId === null ? undefined : catalog.current(questId)
      if (current === undefined) return { problems: [unknownId] }
      if (current.definition.retired) return { unchanged: current }
      const problems = neededByProblems(current.questId, catalog)
      if (problems.length > 0) return { problems }
      return { questId: current.questId, definition: { ...current.definition, retired: true } }
    },
  })
}

const unknownId: Problem = { field: 'id', message: 'must be the id of a published quest', rule: 'UNKNOWN' }

/** Players who have not completed a retired quest would never get to what needs it. */
function neededByProblems(questId: string, catalog: Catalog): Problem[] {
  const needing = catalog
    .all()
    .filter(({ definition }) => !definition.retired && definition.prerequisiteIds.includes(questId))
  if (needing.length === 0) return []
  const names = needing.map(({ definition }) => `"${definition.name}"`)
  const message = `must be of a quest that no other needs, not of one that is needed by ${names.join(', ')}`
  return [{ field: 'id', message, names }]
}
