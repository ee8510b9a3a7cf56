import { createLogger } from '@waystone/kit/logger'
import { withTransaction } from '@waystone/kit/postgres'
import { connectRedis } from '@waystone/kit/redis'
import type { Pool } from 'pg'
import { BOARD, boardUserId, PERIOD, REDIS_KEY } from './board.js'
import { importBoards } from './built-boards.js'
import type { BoardServers } from './servers.js'

const USERS_PER_INSERT = 50_000

/**
 * Fills the board and the sorted set with the same scores: exponentially distributed around 40, as counts of
 * what players do are, so that there are many equal ones, most of them low.
 */
export async function populate({ pool, redisUrl }: BoardServers, entries: number): Promise<void> {
  const redis = connectRedis({
    url: redisUrl,
    logger: createLogger({ name: 'bench', level: 'warn' }),
    role: 'blocking',
  })
  await pool.query('INSERT INTO leaderboard_period (board, period) VALUES ($1, $2)', [BOARD, PERIOD])
  for (let first = 1; first <= entries; first += USERS_PER_INSERT) {
    const count = Math.min(USERS_PER_INSERT, entries - first + 1)
    const users = Array.from({ length: count }, (_, index) => boardUserId(first + index))
    const scores = users.map(() => 1 + Math.floor(-Math.log(1 - Math.random()) * 40))
    await pool.query(
      `INSERT INTO leaderboard_score (board, period, user_id, inverse_score, achieved_at)
       SELECT $1, $2, user_id, -score, now() - random() * interval '7 days'
       FROM unnest($3::uuid[], $4::bigint[]) AS given (user_id, score)`,
      [BOARD, PERIOD, users, scores],
    )
    await redis.zadd(REDIS_KEY, ...users.flatMap((userId, index) => [scores[index] ?? 0, userId]))
  }
  redis.disconnect()
  await recount(pool)
  await pool.query('VACUUM ANALYZE')
  await pool.query('CHECKPOINT')
}

async function recount(pool: Pool): Promise<void> {
  const { recountBlocks } = await importBoards()
  await withTransaction(pool, tx => recountBlocks(tx as never, { board: BOARD, period: PERIOD }))
}
