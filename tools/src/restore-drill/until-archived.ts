import { setTimeout as delay } from 'node:timers/promises'
import { connectClient } from '@waystone/kit/postgres'
import { BackupError } from '../backups/backup-error.js'
import type { Primary } from './primary.js'

/** Longer than archive_timeout, and than a busy machine takes to archive. */
const ARCHIVED_TIMEOUT_MS = 300_000
const POLL_INTERVAL_MS = 200

/** Waits until the segment that is being written now has been archived, by archive_timeout and nothing else. */
export async function untilArchived(primary: Primary): Promise<void> {
  const client = await connectClient({ connectionString: primary.superuserUrl() })
  try {
    const { rows } = await client.query<{ segment: string }>('SELECT pg_walfile_name(pg_current_wal_lsn()) AS segment')
    const deadline = Date.now() + ARCHIVED_TIMEOUT_MS
    for (;;) {
      const { rowCount } = await client.query('SELECT FROM pg_stat_archiver WHERE last_archived_wal >= $1', [
        rows[0]?.segment,
      ])
      if (rowCount === 1) return
      if (Date.now() > deadline) throw new BackupError(`drill: WAL is not archived: ${await archiverState(client)}`)
      await delay(POLL_INTERVAL_MS)
    }
  } finally {
    await client.end()
  }
}

/** Tells an archiver that fails from one that is slow, and from a segment that was never ended. */
async function archiverState(client: Awaited<ReturnType<typeof connectClient>>): Promise<string> {
  const { rows } = await client.query<object>(
    `SELECT archived_count, last_archived_wal, last_archived_time, failed_count, last_failed_wal, last_failed_time,
      pg_walfile_name(pg_current_wal_lsn()) AS current_wal FROM pg_stat_archiver`,
  )
  return JSON.stringify(rows[0])
}
