import type { Queryable } from '@waystone/kit/postgres'
import type { BlocksOf } from './block.js'
import { splitGroups } from './block-group.js'
import { splitBlocks } from './block-split.js'
import { LOWEST_KEY } from './rank.js'

/**
 * Makes all blocks and groups of a period anew by counting its entries. The caller has folded what this transaction
 * sees.
 */
export async function recountBlocks(tx: Queryable, of: BlocksOf): Promise<void> {
  const values = [of.board, of.period]
  await tx.query({
    name: 'blocks-remove',
    text: 'DELETE FROM leaderboard_block WHERE board = $1 AND period = $2',
    values,
  })
  await tx.query({
    name: 'blocks-count',
    text: `INSERT INTO leaderboard_block (board, period, from_inverse, from_achieved, from_user, entries)
           SELECT $1, $2, ${LOWEST_KEY}, count(*) FROM leaderboard_score WHERE board = $1 AND period = $2
           -- Where another process has committed it since the snapshot: 40001, which is retried, and not 23505.
           ON CONFLICT DO NOTHING`,
    values,
  })
  while ((await splitBlocks(tx, { ...of, grown: null })).isLeft) continue
  await splitGroups(tx, of)
}
