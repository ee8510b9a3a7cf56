import { exportUser } from '../repositories/exported.js'
import { identifyDatabase } from '../repositories/rebuilding.js'
import { countDeadLetters, findDeadLetters, replayChosen } from './dead-letters.js'
import { claimQuestReward } from './claim-quest-reward.js'
import { followCompletions } from './follow-completions.js'
import { followProgress } from './follow-progress.js'
import { findForeignNodes } from './find-foreign-nodes.js'
import { findGrantedRewards } from './find-granted-rewards.js'
import { installQuest } from './install-quest.js'
import { createMatchServices } from './match-services.js'
import { followRank } from './leaderboards/follow-rank.js'
import { recountBoards } from './leaderboards/keep-blocks.js'
import { leaderboardJobs } from './leaderboards/leaderboard-jobs.js'
import { installLeaderboard, previewLeaderboard, publishLeaderboard } from './leaderboards/publish-leaderboard.js'
import { rebuildScores } from './leaderboards/rebuild-scores.js'
import type { Needs } from './needs.js'
import { catchUp } from './project-catalog.js'
import { previewQuest, publishQuest } from './publish-quest.js'
import { createPuzzleServices } from './puzzle-services.js'
import { rebuildCatalog } from './rebuild-catalog.js'
import { countToRebuild, rebuildEveryone, rebuildProgress } from './rebuild-progress.js'
import { retireQuest } from './retire-quest.js'

export type Services = ReturnType<typeof createServices>

type Request<UseCase extends (needs: Needs, request: never) => unknown> = Parameters<UseCase>[1]

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs) => ({
  ...createPuzzleServices(needs),
  ...createMatchServices(needs),
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  claimQuestReward: (request: Request<typeof claimQuestReward>) => claimQuestReward(needs, request),
  followCompletions: (request: Request<typeof followCompletions>) => followCompletions(needs, request),
  followProgress: (userId: string) => followProgress(needs, userId),
  findForeignNodes: (request: Request<typeof findForeignNodes>) => findForeignNodes(needs, request),
  findGrantedRewards: (eventIds: readonly string[]) => findGrantedRewards(needs, eventIds),
  findDeadLetters: (page: Request<typeof findDeadLetters>) => findDeadLetters(needs, page),
  countDeadLetters: (subgraph: Request<typeof countDeadLetters>) => countDeadLetters(needs, subgraph),
  replayDeadLetters: (request: Request<typeof replayChosen>) => replayChosen(needs, request),
  publishQuest: (request: Request<typeof publishQuest>) => publishQuest(needs, request),
  retireQuest: (request: Request<typeof retireQuest>) => retireQuest(needs, request),
  catchUpCatalog: () => catchUp(needs),
  rebuildCatalog: (options?: Parameters<typeof rebuildCatalog>[1]) => rebuildCatalog(needs, options),
  previewQuest: (request: Request<typeof previewQuest>) => previewQuest(needs, request),
  installQuest: (request: Request<typeof installQuest>) => installQuest(needs, request),
  rebuildProgress: (userId: string) => rebuildProgress(needs, userId),
  rebuildEveryone: (after: string | null) => rebuildEveryone(needs, after),
  publishLeaderboard: (request: Request<typeof publishLeaderboard>) => publishLeaderboard(needs, request),
  previewLeaderboard: (request: Request<typeof previewLeaderboard>) => previewLeaderboard(needs, request),
  installLeaderboard: (request: Request<typeof installLeaderboard>) => installLeaderboard(needs, request),
  followRank: (request: Request<typeof followRank>) => followRank(needs, request),
  rebuildScores: () => rebuildScores(needs),
  recountBoards: () => recountBoards(needs),
  leaderboardJobs: () => leaderboardJobs(needs),
  /** Tells this database from every other. */
  identifyDatabase: () => identifyDatabase(needs.pool),
  countToRebuild: (after: string | null) => countToRebuild(needs, after),
})
