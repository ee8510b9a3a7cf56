import { readFileSync } from 'node:fs'
import { connectClient } from '@waystone/kit/postgres'
import * as z from 'zod'
import { BackupError } from './backup-error.js'

/** An account that is deleted, or is to be, as the newest copy of users knows it: ids and times, nothing else. */
const erasure = z.object({
  userId: z.uuid(),
  requestedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  erasedAt: z.iso.datetime().nullable(),
})
const erasureList = z.object({ asOf: z.iso.datetime(), accounts: z.array(erasure) })

export type ErasureList = z.output<typeof erasureList>

/** Reads the deletions of a database of users: of the damaged one where it still answers, or of a scratch cluster. */
export async function readErasures(url: string, asOf: Date): Promise<ErasureList> {
  const client = await connectClient({ connectionString: url })
  try {
    const { rows } = await client.query<{ userId: string; requestedAt: Date; dueAt: Date; erasedAt: Date | null }>(
      `SELECT user_id AS "userId", requested_at AS "requestedAt", due_at AS "dueAt", erased_at AS "erasedAt"
       FROM account_deletion ORDER BY user_id`,
    )
    return {
      asOf: asOf.toISOString(),
      accounts: rows.map(({ userId, requestedAt, dueAt, erasedAt }) => ({
        userId,
        requestedAt: requestedAt.toISOString(),
        dueAt: dueAt.toISOString(),
        erasedAt: erasedAt?.toISOString() ?? null,
      })),
    }
  } finally {
    await client.end()
  }
}

/** @throws BackupError when the file is no list of erasures. */
export function readErasuresFile(file: string): ErasureList {
  try {
    return erasureList.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new BackupError(
      `after-restore: ${file} is not what "waystone backup erasures" writes: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
