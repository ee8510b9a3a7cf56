/** For the signatures of those who hand a pool on; making one is createDatabase's. */
export type { Pool } from 'pg'
export { createDatabase, type Database } from './database.js'
export { afterCommit, withTransaction, type Transaction } from './transaction.js'
export { groupCalls } from './group-calls.js'
export { violatedConstraint, isRetryable } from './sql-errors.js'
export type { Queryable, Statement } from './queryable.js'
export { prismaAdapter } from './prisma-adapter.js'
export { faultOf, isDatabaseUnavailable } from './unavailable.js'
