import { isDeepStrictEqual } from 'node:util'
import { findUnknownItems } from '@waystone/events'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Catalog } from '../domain/catalog.js'
import { definitionOf, draftProblems, type Problem, type QuestDraft } from '../domain/quest-draft.js'
import { prerequisiteProblems } from '../domain/prerequisites.js'
import type { QuestDefinition, QuestVersion } from '../domain/quest.js'
import { uuidOf } from '../domain/uuid.js'
import { invalidInput, type Refusal } from '../errors.js'
import { insertVersion, lockCatalog, readRevision } from '../repositories/catalog.js'
import { eventShapes } from './event-shapes.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { REVISION } from './read-catalog.js'

/** All quests are listed at once and held in memory by every process. */
export const CATALOG_QUESTS_MAX = 1_000

/** What is to be published: as the next version of the quest with the id, or as a new quest. */
export interface QuestToPublish {
  readonly id?: string | null
  readonly input: QuestDraft
  /** Whether an unknown id makes a quest of this id; else it is refused. */
  readonly create?: boolean
}

/** What publishing would change. */
export interface QuestPreview {
  readonly current: QuestVersion | null
  readonly next: QuestDefinition
}

/**
 * Publishes a new quest, or with an id the next version of a published one. Every problem of the input is refused at once.
 * @param request.basedOn the version that the caller has seen, 0 for none: where another one was published since, nothing is
 */
export async function publishQuest(
  needs: Needs,
  request: QuestToPublish & { actor: string; basedOn?: number },
): Promise<QuestVersion | Refusal<typeof invalidInput>> {
  const own = await ownProblems(needs, request.input)
  return await publish(needs, async (tx, catalog) => {
    const questId = questIdOf(needs, request)
    const version = catalog.current(questId)?.version ?? 0
    const problems = [
      ...problemsIn(catalog, { ...request, questId, own }),
      ...(request.basedOn === undefined || request.basedOn === version
        ? []
        : [{ field: 'id', message: `has version ${version} by now, not ${request.basedOn}` }]),
    ]
    const [first, ...rest] = problems
    if (first !== undefined) return invalidInput([first, ...rest])
    return await insertNext(needs, tx, { questId, draft: request.input, catalog, actor: request.actor })
  })
}

/** Answers what publishQuest would, and changes nothing. */
export async function previewQuest(
  needs: Needs,
  request: QuestToPublish,
): Promise<QuestPreview | Refusal<typeof invalidInput>> {
  const own = await ownProblems(needs, request.input)
  const catalog = await needs.catalogs.at(needs.pool, await readRevision(needs.pool))
  const questId = questIdOf(needs, request)
  const [first, ...rest] = problemsIn(catalog, { ...request, questId, own })
  if (first !== undefined) return invalidInput([first, ...rest])
  return { current: catalog.current(questId) ?? null, next: definitionOf(request.input) }
}

/** A new quest's id where none is given, or none that could be. */
const questIdOf = (needs: Needs, { id }: QuestToPublish): string => (id ? uuidOf(id) : null) ?? needs.newId()

/** Problems of the draft by itself. Asked before the catalog is locked: no other publisher waits for gacha. */
const ownProblems = async (needs: Needs, draft: QuestDraft): Promise<readonly Problem[]> => [
  ...draftProblems(draft, eventShapes),
  ...(await unknownItemProblems(needs, draft)),
]

function problemsIn(
  catalog: Catalog,
  { id, create, input, questId, own }: QuestToPublish & { questId: string; own: readonly Problem[] },
): readonly Problem[] {
  const known = id === undefined || id === null ? null : uuidOf(id)
  const isNew = id === undefined || id === null || (create === true && known !== null)
  const isKnown = known !== null && catalog.current(known) !== undefined
  return [
    ...(isKnown ? [] : isNew ? sizeProblems(catalog) : idProblems(known, catalog)),
    ...own,
    ...prerequisiteProblems({ questId, name: input.name, prerequisiteIds: input.prerequisiteIds }, catalog),
  ]
}

/**
 * Publishes the first version of a quest whose id is chosen by the caller: for seeds. A quest that is published already gets its
 * next version where it still stands as `replaces` says, and stays as it is otherwise: then the answer is null. Items are not looked
 * up, since gacha may not run yet.
 * @throws Error naming the problems of the draft
 */
export async function installQuest(
  needs: Needs,
  request: { id: string; input: QuestDraft; replaces?: QuestDraft | undefined },
): Promise<QuestVersion | null> {
  const { id: questId, input: draft, replaces } = request
  return await publish(needs, async (tx, catalog) => {
    const current = catalog.current(questId)
    const isReplaced = replaces !== undefined && isDeepStrictEqual(current?.definition, definitionOf(replaces))
    if (current !== undefined && !isReplaced) return null
    const problems = [
      ...(current === undefined ? sizeProblems(catalog) : []),
      ...draftProblems(draft, eventShapes),
      ...prerequisiteProblems({ questId, name: draft.name, prerequisiteIds: draft.prerequisiteIds }, catalog),
    ]
    if (uuidOf(questId) !== questId) problems.push({ field: 'id', message: 'must be a UUID in lower case' })
    if (problems.length > 0)
      throw new Error(`Quest "${draft.name}": ${problems.map(one => `${one.field} ${one.message}`).join('; ')}`)
    return await insertNext(needs, tx, { questId, draft, catalog, actor: 'seed' })
  })
}

/** One publisher at a time, so that what was checked against the catalog still holds when it is written. */
async function publish<Result extends object | null>(
  needs: Needs,
  work: (tx: Queryable, catalog: Catalog) => Promise<Result>,
): Promise<Result> {
  const result = await withTransaction(needs.pool, async tx => {
    const revision = await lockCatalog(tx)
    return await work(tx, await needs.catalogs.at(tx, revision))
  })
  if (result !== null && 'questId' in result) {
    await needs.cache.invalidate('quest', [String(result.questId)])
    await needs.cache.invalidate(REVISION.kind, [REVISION.id])
  }
  return result
}

async function insertNext(
  needs: Needs,
  tx: Queryable,
  of: { questId: string; draft: QuestDraft; catalog: Catalog; actor: string },
): Promise<QuestVersion> {
  const { questId, draft, catalog, actor } = of
  const quest: QuestVersion = {
    questId,
    version: (catalog.current(questId)?.version ?? 0) + 1,
    revision: catalog.revision + 1,
    publishedAt: needs.clock.now(),
    definition: definitionOf(draft),
  }
  await insertVersion(tx, quest)
  const data = { questId, version: quest.version }
  await recordAdminAction(needs, tx, { actor, action: 'QUEST_PUBLISHED', data })
  return quest
}

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
