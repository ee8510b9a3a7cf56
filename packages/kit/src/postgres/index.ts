/** For the signatures of those who hand a pool on. */
export type { Pool } from 'pg'
export { createDatabase, type Database } from './database.js'
export { connectClient, createPool } from './connection.js'
export { afterCommit, withTransaction, type Transaction } from './transaction.js'
export { groupCalls } from './group-calls.js'
export { violatedConstraint, isRetryable } from './sql-errors.js'
export type { Queryable, Statement } from './queryable.js'
export { prismaAdapter } from './prisma-adapter.js'
