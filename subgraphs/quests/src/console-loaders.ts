import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import { countLoggedEvents, findLoggedEvents, type EventLogPosition } from './repositories/event-log.js'
import type { GameEvent } from './repositories/game-event.js'
import { sequenceBelow } from './repositories/pages.js'
import { countVersions, findVersionPages, type PublishedVersion } from './repositories/quest-version-pages.js'

/** One request's reads for the operator console: one row more than a page holds tells whether there is another page. */
export interface ConsoleLoaders {
  eventPage(of: { type: string | null; after: EventLogPosition | null; limit: number }): Promise<readonly GameEvent[]>
  eventCount(type: string | null): Promise<number>
  /** The newest first. Quests that are asked for the same page, as those of a list are, share a statement. */
  versionPage(of: { questId: string; page: Page }): Promise<readonly PublishedVersion[]>
  versionCount(questId: string): Promise<number>
}

export function createConsoleLoaders(source: () => Promise<Queryable>): ConsoleLoaders {
  const versionPages = new Map<string, DataLoader<string, readonly PublishedVersion[]>>()
  const versionCounts = new DataLoader<string, number>(async questIds => {
    const counts = await countVersions(await source(), questIds)
    return questIds.map(questId => counts.get(questId) ?? 0)
  })
  const loaderOf = (below: number, limit: number) => {
    const key = `${below} ${limit}`
    const loader =
      versionPages.get(key) ??
      new DataLoader<string, readonly PublishedVersion[]>(async questIds => {
        const found = await findVersionPages(await source(), { questIds, below, limit })
        return questIds.map(questId => found.get(questId) ?? [])
      })
    versionPages.set(key, loader)
    return loader
  }
  return {
    eventPage: async asked => findLoggedEvents(await source(), asked),
    eventCount: async type => countLoggedEvents(await source(), type),
    versionPage: ({ questId, page }) => loaderOf(sequenceBelow(page), page.limit + 1).load(questId),
    versionCount: questId => versionCounts.load(questId),
  }
}
