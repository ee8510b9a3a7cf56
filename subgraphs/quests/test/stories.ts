import { applyEvent, newPlayer, type Completion, type PlayerState } from '../src/domain/apply-event.js'
import { createCatalog, type Catalog } from '../src/domain/catalog.js'
import { derivedId } from '../src/domain/derived-id.js'
import type { Progress, RecordedEvent } from '../src/domain/progress.js'
import { standingOf, type Standing } from '../src/domain/progress-status.js'
import type { Objective, QuestDefinition, QuestVersion } from '../src/domain/quest.js'

export const USER = '11111111-1111-4111-8111-111111111111'

/** The id that stands for a name in stories. */
export const idOf = (name: string): string => derivedId('story', name)

export const anObjective = (objective: Partial<Objective> = {}): Objective => ({
  description: 'Sign in',
  eventType: 'user.signed_in',
  target: 1,
  streak: false,
  filter: null,
  ...objective,
})

export const aDefinition = (definition: Partial<QuestDefinition> = {}): QuestDefinition => ({
  name: 'A quest',
  description: 'Do it',
  objectives: [anObjective()],
  rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 1 }],
  duplicationLimit: null,
  autoClaim: true,
  reset: 'NEVER',
  prerequisiteIds: [],
  availableFrom: null,
  availableUntil: null,
  ...definition,
})

type NamedQuest = Partial<QuestDefinition> & { readonly name: string }

export const PUBLISHED_AT = new Date('2026-01-01T00:00:00Z')

/** Publishes definitions one after the other; a name that comes again is the quest's next version. */
export function published(...quests: readonly NamedQuest[]): QuestVersion[] {
  const versions = new Map<string, number>()
  return quests.map((quest, index) => {
    const version = (versions.get(quest.name) ?? 0) + 1
    versions.set(quest.name, version)
    return {
      questId: idOf(quest.name),
      version,
      revision: index + 1,
      publishedAt: PUBLISHED_AT,
      definition: aDefinition(quest),
    }
  })
}

export const aCatalog = (...quests: readonly NamedQuest[]): Catalog =>
  createCatalog(published(...quests), quests.length)

/** An event of a story: its type, moment and data. */
export interface Happening {
  readonly type: string
  readonly at: string | Date
  readonly data?: Readonly<Record<string, unknown>>
}

export const signedIn = (at: string | Date): Happening => ({ type: 'user.signed_in', at, data: { first: false } })

/** A player whose events are folded one after the other, as they would be recorded. */
export class Player {
  state: PlayerState = newPlayer(USER)
  readonly completions: Completion[] = []
  readonly recorded: RecordedEvent[] = []
  private readonly catalog: Catalog

  constructor(catalog: Catalog) {
    this.catalog = catalog
  }

  /** @returns the names' completions that the event made */
  does(happening: Happening, catalog: Catalog = this.catalog): readonly Completion[] {
    const sequence = this.recorded.length + 1
    const event: RecordedEvent = {
      id: derivedId('event', sequence),
      userId: USER,
      sequence,
      type: happening.type,
      data: happening.data ?? {},
      occurredAt: new Date(happening.at),
    }
    const applied = applyEvent(this.state, event, catalog)
    this.state = applied.state
    this.completions.push(...applied.completions)
    this.recorded.push(event, ...applied.caused)
    return applied.completions
  }

  livesIn(timeZone: string): this {
    this.does({ type: 'user.signed_up', at: PUBLISHED_AT, data: { timeZone } })
    return this
  }

  movesTo(timeZone: string, at: string | Date): this {
    this.does({ type: 'user.profile_updated', at, data: { timeZone } })
    return this
  }

  progressOf(name: string): Progress | undefined {
    return this.state.progress.get(idOf(name))
  }

  standing(name: string, now: string, catalog: Catalog = this.catalog): Standing {
    const { progress, calendar } = this.state
    const hasCompleted = (id: string) => (progress.get(id)?.completions ?? 0) > 0
    const at = { questId: idOf(name), now: new Date(now), calendar, catalog }
    const standing = standingOf(progress.get(idOf(name)), at, hasCompleted)
    if (standing === null) throw new Error(`The catalog has no quest "${name}"`)
    return standing
  }
}
