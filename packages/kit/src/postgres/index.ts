export { createDatabase, type Database } from './database.js'
export { withTransaction, type Transaction } from './transaction.js'
export { violatedConstraint, isRetryable } from './sql-errors.js'
export type { Queryable, Statement } from './queryable.js'
