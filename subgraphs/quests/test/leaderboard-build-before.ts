import type { Queryable } from '@waystone/kit/postgres'
import type { BlocksOf } from '../src/repositories/leaderboards/block.js'
import { splitBlocks } from '../src/repositories/leaderboards/block-split.js'

/** The fold of a build older than that of decision 143: it counts waiting changes one by one and knows no groups. */
export async function foldWithoutGroups(tx: Queryable, { board, period }: BlocksOf): Promise<void> {
  const { rows } = await tx.query<Record<string, unknown>>({
    text: 'DELETE FROM leaderboard_change WHERE board = $1 AND period = $2 RETURNING *',
    values: [board, period],
  })
  const count = async (inverse: unknown, achieved: unknown, user: unknown, more: number) => {
    if (inverse === null) return
    await tx.query({
      text: `UPDATE leaderboard_block SET entries = entries + $6
             WHERE (board, period, from_inverse, from_achieved, from_user) = (
               SELECT board, period, from_inverse, from_achieved, from_user FROM leaderboard_block
               WHERE board = $1 AND period = $2 AND (from_inverse, from_achieved, from_user) <= ($3::bigint, $4::timestamptz, $5::uuid)
               ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1)`,
      values: [board, period, inverse, achieved, user, more],
    })
  }
  for (const row of rows) {
    await count(row['old_inverse'], row['old_achieved'], row['user_id'], -1)
    await count(row['new_inverse'], row['new_achieved'], row['user_id'], 1)
  }
}

/** The recount of the same build: it makes the blocks anew, as a rebuild of the boards does, and reads no group. */
export async function recountWithoutGroups(tx: Queryable, { board, period }: BlocksOf): Promise<void> {
  const values = [board, period]
  await tx.query({ text: 'DELETE FROM leaderboard_block WHERE board = $1 AND period = $2', values })
  await tx.query({
    text: `INSERT INTO leaderboard_block
           SELECT $1, $2, -9223372036854775808, '-infinity', '00000000-0000-0000-0000-000000000000', count(*)
           FROM leaderboard_score WHERE board = $1 AND period = $2`,
    values,
  })
  await splitBlocks(tx, { board, period, grown: null }, { entries: 3, above: 3, atOnce: 1_000 })
}
