/** For the signatures of those who hand a pool on. */
export type { Pool } from 'pg'
export { createDatabase, type Database } from './database.js'
export { connectClient, createPool } from './connection.js'
export { afterCommit, withTransaction, type Transaction } from './transaction.js'
export { groupCalls } from './group-calls.js'
export { violatedConstraint, isRetryable } from './sql-errors.js'
export type { Queryable, Statement } from './queryable.js'
export { prismaAdapter, prismaReadAdapter } from './prisma-adapter.js'
export {
  allSeries,
  countAfterCommit,
  showCommitCounters,
  type CommitCounter,
  type Count,
} from './count-after-commit.js'
export type { ReadPool } from './read-pool.js'
export type { ReplicaState } from './replica-watch.js'
export { faultOf, isDatabaseUnavailable } from './unavailable.js'
