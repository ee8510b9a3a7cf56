import { AUDIT_TIME_MAX_MS } from '@waystone/audit'
import type { Queryable } from '@waystone/kit/postgres'

/** Any number that no other advisory lock of the database has. */
const LOCK_KEY = 7_265_018_402

/**
 * Keeps other processes from auditing until the transaction ends; waits as long as an audit may take.
 * @throws lock_not_available after that
 */
export async function lockAudit(tx: Queryable): Promise<void> {
  await tx.query({ text: `SET LOCAL lock_timeout = ${AUDIT_TIME_MAX_MS}` })
  await tx.query({ name: 'audit-lock', text: 'SELECT pg_advisory_xact_lock($1)', values: [LOCK_KEY] })
}
