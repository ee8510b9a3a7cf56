import { bannerChangeInvariants } from './banner-change-invariants.js'
import { bannerInvariants } from './banner-invariants.js'
import { chatInvariants } from './chat-invariants.js'
import {
  deletionInvariants,
  settledDeletionInvariants,
  settledLocalDeletionInvariants,
  sharedDeletionInvariants,
} from './deletion-invariants.js'
import { friendInvariants, settledFriendInvariants, sharedFriendInvariants } from './friend-invariants.js'
import {
  gameInvariants,
  settledInvariants,
  settledLocalInvariants,
  sharedInvariants as sharedGameInvariants,
} from './game-invariants.js'
import {
  guildInvariants,
  settledGuildInvariants,
  settledLocalGuildInvariants,
  sharedGuildInvariants,
} from './guild-invariants.js'
import type { LocalInvariant, SharedInvariant, Subgraph } from './invariant.js'
import {
  leaderboardInvariants,
  settledLeaderboardInvariants,
  settledLocalLeaderboardInvariants,
} from './leaderboard-invariants.js'
import { kindInvariants } from './kind-invariants.js'
import { ledgerInvariants } from './ledger-invariants.js'
import { mailInvariants, settledMailInvariants, sharedMailInvariants } from './mail-invariants.js'
import { payoutInvariants } from './payout-invariants.js'
import { pointInvariants, settledPointInvariants, sharedPointInvariants } from './point-invariants.js'
import { puzzleInvariants, settledPuzzleInvariants } from './puzzle-invariants.js'
import { settledWorldInvariants, sharedWorldInvariants, worldInvariants } from './world-invariants.js'

/** The databases that hold the economy, and the traces of deleted accounts. */
export const auditedSubgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const

/** @param options.settled also those that hold only while nothing is under way */
export const localInvariants = (database: Subgraph, { settled }: { settled: boolean }): readonly LocalInvariant[] =>
  [
    ...ledgerInvariants,
    ...kindInvariants,
    ...gameInvariants,
    ...bannerInvariants,
    ...pointInvariants,
    ...payoutInvariants,
    ...bannerChangeInvariants,
    ...worldInvariants,
    ...mailInvariants,
    ...chatInvariants,
    ...friendInvariants,
    ...puzzleInvariants,
    ...deletionInvariants,
    ...leaderboardInvariants,
    ...guildInvariants,
    ...(settled
      ? [
          ...settledLocalInvariants,
          ...settledLocalDeletionInvariants,
          ...settledPuzzleInvariants,
          ...settledLocalLeaderboardInvariants,
          ...settledLocalGuildInvariants,
        ]
      : []),
  ].filter(invariant => invariant.database === database)

/** @param options.settled also those that hold only while nothing is under way */
export const sharedInvariants = ({ settled }: { settled: boolean }): readonly SharedInvariant[] => [
  ...sharedGameInvariants,
  ...sharedWorldInvariants,
  ...sharedMailInvariants,
  ...sharedPointInvariants,
  ...sharedFriendInvariants,
  ...sharedDeletionInvariants,
  ...sharedGuildInvariants,
  ...(settled
    ? [
        ...settledInvariants,
        ...settledWorldInvariants,
        ...settledMailInvariants,
        ...settledPointInvariants,
        ...settledFriendInvariants,
        ...settledDeletionInvariants,
        ...settledLeaderboardInvariants,
        ...settledGuildInvariants,
      ]
    : []),
]
