import { isDeepStrictEqual } from 'node:util'
import { definitionOf } from '../domain/quest-draft.js'
import type { QuestListing } from '../domain/quest-listing.js'
import type { QuestDefinition, QuestVersion } from '../domain/quest.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, type Refusal } from '../errors.js'
import { readPosition } from '../repositories/catalog.js'
import { ownProblems, problemsIn, questIdOf, type QuestToPublish } from './check-quest.js'
import type { Needs } from './needs.js'
import { baseProblems, runCatalogCommand, type CommandOrigin } from './run-catalog-command.js'

/**
 * Publishes a new quest, or with an id the next version of a published one. Every problem of the input is
 * refused at once.
 * @param request.basedOn the version that the caller has seen, 0 for none: where another one was published
 * since, nothing is
 */
export async function publishQuest(
  needs: Needs,
  request: QuestToPublish & CommandOrigin & { basedOn?: number },
): Promise<QuestListing | Refusal<typeof invalidInput>> {
  const own = await ownProblems(needs, request.input)
  return await runCatalogCommand(needs, request, {
    action: 'QUEST_PUBLISHED',
    isRepeatOf: version => own.length === 0 && isWhatIsAsked(version, request),
    decide: catalog => {
      const questId = questIdOf(needs, request)
      const version = catalog.current(questId)?.version ?? 0
      const problems = [
        ...problemsIn(catalog, { ...request, questId, own }),
        ...baseProblems({ version, basedOn: request.basedOn }),
      ]
      return problems.length === 0 ? { questId, definition: definitionOf(request.input) } : { problems }
    },
  })
}

function isWhatIsAsked({ questId, definition }: QuestVersion, { id, input }: QuestToPublish): boolean {
  const isAskedQuest = id === undefined || id === null || uuidOf(id) === questId
  return isAskedQuest && isDeepStrictEqual(definition, definitionOf(input))
}

/** The current version of a quest, and the definition that publishing would make current. */
export interface QuestPreview {
  readonly current: QuestVersion | null
  readonly next: QuestDefinition
}

/** Answers what publishQuest would, and changes nothing. */
export async function previewQuest(
  needs: Needs,
  request: QuestToPublish,
): Promise<QuestPreview | Refusal<typeof invalidInput>> {
  const own = await ownProblems(needs, request.input)
  const { revision } = await readPosition(needs.pool)
  const catalog = await needs.catalogs.at(needs.pool, revision)
  const questId = questIdOf(needs, request)
  const [first, ...rest] = problemsIn(catalog, { ...request, questId, own })
  if (first !== undefined) return invalidInput([first, ...rest])
  return { current: catalog.current(questId) ?? null, next: definitionOf(request.input) }
}
