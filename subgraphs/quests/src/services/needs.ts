import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import type { LiveUpdates } from '@waystone/kit/live'
import type { Logger } from '@waystone/kit/logger'
import type { DeadLetterDesk } from '@waystone/kit/outbox'
import type { Pool } from '@waystone/kit/postgres'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { Completion } from '../domain/apply-event.js'
import type { PlayerProgress } from '../domain/progress.js'
import type { ChangePosition, MatchChange } from '../repositories/match-pages.js'
import type { CompletionPosition } from '../repositories/completion.js'
import type { RankedEntry } from '../domain/leaderboards/rank.js'
import type { EntryKey } from '../repositories/leaderboards/score.js'
import type { BoardReader } from './leaderboards/read-boards.js'
import type { CatalogReader } from './read-catalog.js'

/** The dependencies of the use cases. */
export interface Needs {
  readonly clock: Clock
  readonly logger: Logger
  readonly cache: EntityCache
  /** The primary. */
  readonly pool: Pool
  readonly catalogs: CatalogReader
  readonly boards: BoardReader
  readonly live: LiveUpdates
  /** As the primary database has them now; subscriptions that ask at the same time share a statement. */
  readonly newestCompletions: {
    after(of: { userId: string; sequence: number }): Promise<readonly Completion[]>
    /** Null for what is no completion of the user's. */
    sequence(of: CompletionPosition): Promise<number | null>
  }
  /** The same for matches. */
  readonly newestMatches: {
    after(of: ChangePosition): Promise<readonly MatchChange[]>
    lastChange(userId: string): Promise<string>
  }
  readonly newestProgress: (userId: string) => Promise<PlayerProgress>
  /** Null where the user has no entry. */
  readonly newestEntry: (of: EntryKey) => Promise<RankedEntry | null>
  readonly serviceClient: ServiceClient
  /** Of this subgraph. */
  readonly deadLetters: DeadLetterDesk
  /** Makes the ids of new quests, puzzles and matches. */
  readonly newId: () => string
  /** Draws seeds of puzzles, and the secret of the daily ones: texts that cannot be guessed. */
  readonly newSeed: () => string
}
