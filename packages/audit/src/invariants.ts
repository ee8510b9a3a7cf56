import {
  deletionInvariants,
  settledDeletionInvariants,
  settledLocalDeletionInvariants,
  sharedDeletionInvariants,
} from './deletion-invariants.js'
import {
  gameInvariants,
  settledInvariants,
  settledLocalInvariants,
  sharedInvariants as sharedGameInvariants,
} from './game-invariants.js'
import type { LocalInvariant, SharedInvariant, Subgraph } from './invariant.js'
import { ledgerInvariants } from './ledger-invariants.js'
import { mailInvariants, settledMailInvariants, sharedMailInvariants } from './mail-invariants.js'
import { settledWorldInvariants, sharedWorldInvariants, worldInvariants } from './world-invariants.js'

/** The databases that hold the economy, and the traces of deleted accounts. */
export const auditedSubgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const

/** @param options.settled also those that hold only while nothing is under way */
export const localInvariants = (database: Subgraph, { settled }: { settled: boolean }): readonly LocalInvariant[] =>
  [
    ...ledgerInvariants,
    ...gameInvariants,
    ...worldInvariants,
    ...mailInvariants,
    ...deletionInvariants,
    ...(settled ? [...settledLocalInvariants, ...settledLocalDeletionInvariants] : []),
  ].filter(invariant => invariant.database === database)

/** @param options.settled also those that hold only while nothing is under way */
export const sharedInvariants = ({ settled }: { settled: boolean }): readonly SharedInvariant[] => [
  ...sharedGameInvariants,
  ...sharedWorldInvariants,
  ...sharedMailInvariants,
  ...sharedDeletionInvariants,
  ...(settled
    ? [...settledInvariants, ...settledWorldInvariants, ...settledMailInvariants, ...settledDeletionInvariants]
    : []),
]
