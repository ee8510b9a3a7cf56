import type { QuestVersion } from './quest.js'

/** All published versions up to one revision, as events recorded at that revision see them. */
export interface Catalog {
  readonly revision: number
  /** The quest's newest version. */
  current(questId: string): QuestVersion | undefined
  version(questId: string, version: number): QuestVersion | undefined
  /** Every quest in its newest version, in the order of first publication. */
  all(): readonly QuestVersion[]
  /** Quests of which a version counts events of this type, by id: in the order in which they are folded. */
  counting(eventType: string): readonly string[]
  /**
   * Quests whose progress an event of this type may read or change: those that count it, what their
   * completions may move, and prerequisites.
   */
  concerning(eventType: string): readonly string[]
}

/** The type of the event that records a completed quest; quests may count it like any other event. */
export const COMPLETED = 'quest.completed'
/** The type of the event that records the grant of a completion's rewards; no quest counts it. */
export const REWARD_GRANTED = 'quest.reward_granted'

/** @param versions in any order; those after `revision` are left out */
export function createCatalog(versions: Iterable<QuestVersion>, revision: number): Catalog {
  const quests = new Map<string, QuestVersion[]>()
  const counting = new Map<string, Set<string>>()
  const known = [...versions].filter(version => version.revision <= revision)
  for (const version of known.toSorted((a, b) => a.revision - b.revision)) {
    const { questId, definition } = version
    quests.set(questId, [...(quests.get(questId) ?? []), version])
    for (const { eventType } of definition.objectives)
      counting.set(eventType, (counting.get(eventType) ?? new Set()).add(questId))
  }
  const sorted = new Map([...counting].map(([type, ids]) => [type, [...ids].toSorted()]))
  const of = (eventType: string) => sorted.get(eventType) ?? []
  const concerning = new Map([...sorted.keys()].map(type => [type, concerned([...of(type), ...of(COMPLETED)], quests)]))
  const current = (questId: string) => quests.get(questId)?.at(-1)
  return {
    revision,
    current,
    version: (questId, version) => quests.get(questId)?.find(one => one.version === version),
    all: () => [...quests.values()].flatMap(list => list.at(-1) ?? []),
    counting: of,
    concerning: eventType => concerning.get(eventType) ?? [],
  }
}

function concerned(questIds: readonly string[], quests: ReadonlyMap<string, readonly QuestVersion[]>): string[] {
  const prerequisites = questIds.flatMap(id =>
    (quests.get(id) ?? []).flatMap(version => version.definition.prerequisiteIds),
  )
  return [...new Set([...questIds, ...prerequisites])].toSorted()
}
