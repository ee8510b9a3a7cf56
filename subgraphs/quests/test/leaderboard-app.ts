import { randomUUID } from 'node:crypto'
import { createLogger } from '@waystone/kit/logger'
import { createEntityCache } from '@waystone/kit/cache'
import { createMetrics } from '@waystone/kit/metrics'
import type { EventEnvelope } from '@waystone/kit/outbox'
import { closePeriods } from '../src/services/leaderboards/close-periods.js'
import { fillBoards } from '../src/services/leaderboards/fill-boards.js'
import { keepBlocks } from '../src/services/leaderboards/keep-blocks.js'
import { payPage, payPrizes } from '../src/services/leaderboards/pay-prizes.js'
import { purgePeriods } from '../src/services/leaderboards/purge-periods.js'
import { rebuildScores } from '../src/services/leaderboards/rebuild-scores.js'
import { createBoardReader } from '../src/services/leaderboards/read-boards.js'
import { createCatalogReader } from '../src/services/read-catalog.js'
import { anAdmin, anEvent, startQuests, type Player, type TestApp } from './quests-app.js'

/** An entry as a test compares it. */
export interface ShownEntry {
  readonly rank: number
  readonly user: { readonly id: string }
  readonly score: number
}

/** quests with leaderboards whose jobs run when a test says so. */
export interface LeaderboardApp extends TestApp {
  /** Publishes a board. @returns its id */
  aBoard(input?: Readonly<Record<string, unknown>>): Promise<string>
  readonly jobs: {
    keepBlocks(): Promise<number>
    fillBoards(): Promise<void>
    closePeriods(): Promise<void>
    payPrizes(): Promise<void>
    payPage(): Promise<boolean>
    purgePeriods(): Promise<void>
    /** @returns how many entries it has changed */
    rebuildScores(): Promise<number>
  }
  around(viewer: Player | null, boardId: string, args?: string): Promise<readonly ShownEntry[]>
  /** All entries, page by page. */
  entries(boardId: string, options?: { period?: number; first?: number }): Promise<readonly ShownEntry[]>
}

export const aLevel = (player: Player, level: number, at: Date | string): EventEnvelope =>
  anEvent('character.leveled_up', player, { characterId: randomUUID(), level }, at)

const ENTRY = 'rank user { id } score achievedAt'

export async function startLeaderboards(): Promise<LeaderboardApp> {
  const quests = await startQuests()
  const { primary: pool } = quests.database
  const logger = createLogger({ name: 'test', level: 'silent' })
  const cache = createEntityCache({
    namespace: 'quests',
    redis: null,
    logger,
    metrics: createMetrics({ service: 'jobs' }),
  })
  const needs = {
    pool,
    clock: quests.clock,
    catalogs: createCatalogReader({ cache, primary: pool }),
    // Without a cache in between: jobs of another process see what is published.
    boards: { ...createBoardReader({ cache, primary: pool }), current: () => boardsNow() },
  }
  const boardsNow = async () => {
    const [row] = await quests.rows('SELECT board_revision AS revision FROM catalog')
    return await createBoardReader({ cache, primary: pool }).at(pool, Number(row?.['revision']))
  }
  return {
    ...quests,
    aBoard: async input => {
      const { data } = await quests.ask(
        anAdmin(),
        `mutation ($input: JSON!) { publishLeaderboard(input: $input) {
          ... on Leaderboard { id } ... on InvalidInput { message } } }`,
        {
          input: {
            name: 'Levels',
            eventType: 'character.leveled_up',
            score: 'MAX',
            field: 'level',
            period: 'ALL_TIME',
            ...input,
          },
        },
      )
      const { id, message } = data.publishLeaderboard as { id?: string; message?: string }
      if (id === undefined) throw new Error(message)
      return id
    },
    jobs: {
      keepBlocks: () => keepBlocks(needs),
      fillBoards: () => fillBoards(needs),
      closePeriods: () => closePeriods(needs),
      payPrizes: () => payPrizes(needs),
      payPage: () => payPage(needs),
      purgePeriods: () => purgePeriods(needs),
      rebuildScores: async () => {
        let changed = 0
        for await (const page of rebuildScores(needs)) changed += page.changed
        return changed
      },
    },
    around: async (viewer, id, args = '') => {
      const { data } = await quests.ask(
        viewer,
        `query ($id: ID!) { leaderboard(id: $id) { around${args} { ${ENTRY} } } }`,
        { id },
      )
      return data.leaderboard.around as ShownEntry[]
    },
    entries: async (id, { period = 0, first = 50 } = {}) => {
      const found: ShownEntry[] = []
      for (let after: string | null = null; ; ) {
        const { data } = await quests.ask(
          null,
          `query ($id: ID!, $period: Int, $first: Int, $after: String) { leaderboard(id: $id) {
            entries(period: $period, first: $first, after: $after) {
              edges { node { ${ENTRY} } } pageInfo { hasNextPage endCursor } totalCount } } }`,
          { id, period, first, after },
        )
        const { edges, pageInfo, totalCount } = data.leaderboard.entries
        found.push(...edges.map(({ node }: { node: ShownEntry }) => node))
        if (pageInfo.hasNextPage === true) {
          after = pageInfo.endCursor as string
          continue
        }
        if (totalCount !== found.length) throw new Error(`Expected ${found.length} in all, got ${totalCount}`)
        return found
      }
    },
    close: async () => {
      await cache.close()
      await quests.close()
    },
  }
}
