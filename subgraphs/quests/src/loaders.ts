import type { Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { Page, RequestReads } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import { ENTITIES_PER_CALL_MAX } from '@waystone/events'
import DataLoader from 'dataloader'
import type { Completion } from './domain/apply-event.js'
import { nothingBegun } from './domain/progress.js'
import { standingsOf, type Standing } from './domain/progress-status.js'
import { nextResetAt } from './domain/next-reset.js'
import { isOpenAt, type QuestListing } from './domain/quest-listing.js'
import { uuidOf } from './domain/uuid.js'
import {
  countCompletions,
  findCompletionPages,
  findCompletionsByIds,
  type CompletionFilter,
} from './repositories/completion.js'
import { countEvents, findEventPages, type EventFilter, type GameEvent } from './repositories/game-event.js'
import { createMatchLoaders, type MatchLoaders } from './match-loaders.js'
import { createPuzzleLoaders, type PuzzleLoaders } from './puzzle-loaders.js'
import { createLeaderboardLoaders, type LeaderboardLoaders } from './leaderboard-loaders.js'
import { createConsoleLoaders, type ConsoleLoaders } from './console-loaders.js'
import { positionAfter, sequenceBelow } from './repositories/pages.js'
import { findProgressOfUsers } from './repositories/progress.js'
import type { ReadSource } from './repositories/read-source.js'
import type { ForeignNode } from './services/find-foreign-nodes.js'
import type { BoardReader } from './services/leaderboards/read-boards.js'
import type { CatalogReader } from './services/read-catalog.js'
import type { ListingReader, Listings } from './services/read-listings.js'

/** One request's reads: batched, and cached if public. Private rows reach permitted viewers only. */
export interface Loaders {
  /** Also a retired one. */
  quest(id: string): Promise<QuestListing | null>
  /** Those that are not retired, in the order of the catalog; with a moment, only those that are open then. */
  quests(openAt?: Date | null): Promise<readonly QuestListing[]>
  /** The same by pages: one row more than the page holds tells whether there is another one. */
  questPage(of: {
    page: Page
    openAt: Date | null
  }): Promise<{ readonly rows: readonly QuestListing[]; readonly totalCount: number }>
  /** The user's standing with every quest, in the order of the catalog; null if the viewer may not see it. */
  standings(userId: string): Promise<readonly Standing[] | null>
  /** Null also for a completion that the viewer may not see. */
  completion(id: string): Promise<Completion | null>
  /** An object of another subgraph, which answers as this viewer may see it. */
  foreignNode(id: string): Promise<ForeignNode | null>
  completions: PagesOf<Completion, CompletionFilter>
  events: PagesOf<GameEvent, EventFilter>
  /** Of administrators; the schema lets nobody else to the fields that ask for it. */
  console: ConsoleLoaders
  puzzles: PuzzleLoaders
  matches: MatchLoaders
  leaderboards: LeaderboardLoaders
  /** The next reset of the quest for the viewer; null for anonymous viewers and quests without resets. */
  nextResetAt(quest: QuestListing): Promise<Date | null>
  /** Returns whether the viewer may see the user's private fields. */
  isPrivateTo(userId: string): boolean
  /** After a write: forgets what this request has read. */
  wrote(): void
}

/** A user's list, newest first: one row more than the page holds tells whether there is another page. */
export interface PagesOf<Row, Filter> {
  page(of: { userId: string; filter: Filter; page: Page }): Promise<readonly Row[]>
  count(of: { userId: string; filter: Filter }): Promise<number>
}

export function createLoaders(needs: {
  listings: ListingReader
  catalogs: CatalogReader
  boards: BoardReader
  clock: Clock
  viewer: Viewer | null
  reads: RequestReads
  sources: { primary: ReadSource; replica: ReadSource }
  findForeignNodes: (ids: readonly string[]) => Promise<readonly (ForeignNode | Error | null)[]>
}): Loaders {
  const { catalogs, clock, viewer, reads, sources } = needs
  const source = () => reads.of(sources)
  let listings: Promise<Listings> | null = null
  // One revision for the whole request: a list, and what its quests lead to, belong together.
  const read = () => (listings ??= needs.listings.current())
  const quests: Loaders['quests'] = async (openAt = null) => {
    const listed = (await read()).all.filter(({ retiredAt }) => retiredAt === null)
    return openAt === null ? listed : listed.filter(quest => isOpenAt(quest, openAt))
  }
  const progress = loaderBy(async (userIds: readonly string[]) => findProgressOfUsers((await source()).pool, userIds))
  const completion = loaderBy((keys: readonly string[]) =>
    reads.find(sources, keys, ({ prisma }, ids) => findCompletionsByIds(prisma, ids)),
  )
  const completions = pagesOf<Completion, CompletionFilter>({
    find: async asked => findCompletionPages((await source()).pool, asked),
    count: async asked => countCompletions((await source()).prisma, asked),
  })
  const events = pagesOf<GameEvent, EventFilter>({
    find: async asked => findEventPages((await source()).pool, asked),
    count: async asked => countEvents((await source()).prisma, asked),
  })
  const foreignNode = new DataLoader(needs.findForeignNodes, { maxBatchSize: ENTITIES_PER_CALL_MAX })
  const matches = createMatchLoaders(needs)
  const puzzles = createPuzzleLoaders({ ...needs, matches })
  const leaderboards = createLeaderboardLoaders(needs.boards, async () => (await source()).pool)
  const isPrivateTo = (userId: string): boolean => maySee(viewer, userId)

  return {
    quest: async given => {
      const id = uuidOf(given)
      return id === null ? null : ((await read()).byId.get(id) ?? null)
    },
    quests,
    questPage: async ({ page, openAt }) => {
      const listed = await quests(openAt)
      const position = positionAfter(page)
      const rows = listed.filter(quest => quest.position > position).slice(0, page.limit + 1)
      return { rows, totalCount: listed.length }
    },
    standings: async given => {
      const userId = uuidOf(given)
      if (userId === null || !isPrivateTo(userId)) return null
      // The progress is read first: the catalog is then at least as new as any version that it names.
      const player = (await progress.load(userId)) ?? nothingBegun
      const catalog = await catalogs.current()
      return standingsOf(player, { now: clock.now(), catalog })
    },
    completion: async given => {
      const id = uuidOf(given)
      const found = id === null ? null : await completion.load(id)
      return found !== null && isPrivateTo(found.userId) ? found : null
    },
    foreignNode: id => foreignNode.load(id),
    completions,
    events,
    console: createConsoleLoaders(async () => (await source()).pool),
    puzzles,
    matches,
    leaderboards,
    nextResetAt: async ({ questId, rules: { reset } }) => {
      const userId = uuidOf(viewer?.userId ?? '')
      if (userId === null || reset === 'NEVER') return null
      const player = (await progress.load(userId)) ?? nothingBegun
      const begun = player.progress.get(questId)?.period ?? null
      return nextResetAt(reset, { now: clock.now(), calendar: player.calendar, begun })
    },
    isPrivateTo,
    wrote: () => {
      listings = null
      for (const loader of [progress, completion]) loader.clearAll()
      completions.clear()
      events.clear()
      puzzles.wrote()
      matches.wrote()
      leaderboards.clear()
    },
  }
}

/** Keys of one statement. */
const BATCH_MAX = 1_000

const loaderBy = <Value>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) =>
  new DataLoader<string, Value | null>(
    async keys => {
      const found = await read(keys)
      return keys.map(key => found.get(key) ?? null)
    },
    { maxBatchSize: BATCH_MAX },
  )

type AskedPages = { userIds: readonly string[]; below: number; limit: number }
type AskedCounts = { userIds: readonly string[] }

/** Users who are asked for the same page, which is what a list of users does, share one statement. */
function pagesOf<Row, Filter extends object>(read: {
  find: (asked: AskedPages & Filter) => Promise<ReadonlyMap<string, readonly Row[]>>
  count: (asked: AskedCounts & Filter) => Promise<ReadonlyMap<string, number>>
}): PagesOf<Row, Filter> & { clear(): void } {
  const pages = new Map<string, ReturnType<typeof loaderBy<readonly Row[]>>>()
  const counts = new Map<string, ReturnType<typeof loaderBy<number>>>()
  return {
    page: async ({ userId, filter, page }) => {
      const asked = { ...filter, below: sequenceBelow(page), limit: page.limit + 1 }
      const loader = kept(pages, JSON.stringify(asked), () => loaderBy(userIds => read.find({ userIds, ...asked })))
      return (await loader.load(userId)) ?? []
    },
    count: async ({ userId, filter }) => {
      const loader = kept(counts, JSON.stringify(filter), () => loaderBy(userIds => read.count({ userIds, ...filter })))
      return (await loader.load(userId)) ?? 0
    },
    clear: () => {
      pages.clear()
      counts.clear()
    },
  }
}

function kept<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key)
  if (known !== undefined) return known
  const made = make()
  values.set(key, made)
  return made
}
