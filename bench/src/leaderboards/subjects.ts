import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connectRedis } from '@waystone/kit/redis'
import { createLogger } from '@waystone/kit/logger'
import { withTransaction } from '@waystone/kit/postgres'
import type { Pool } from 'pg'
import { BOARD, PERIOD, RADIUS, REDIS_KEY } from './board.js'
import { importBoards } from './built-boards.js'

export const subjectNames = ['Waystone', 'SELECT count(*)', 'Redis sorted set'] as const
export type SubjectName = (typeof subjectNames)[number]

/** One way of keeping a board. */
export interface BoardSubject {
  /** A user's rank, with five neighbours on each side. @returns how many entries there were */
  around(userId: string): Promise<number>
  /** Adds to the scores of different users, all or none. */
  add(points: ReadonlyMap<string, number>): Promise<void>
  /** Runs every 50 ms beside the writes. */
  keep(): Promise<void>
  close(): void
}

export async function openSubject(
  name: SubjectName,
  { pool, redisUrl }: { pool: Pool; redisUrl: string },
): Promise<BoardSubject> {
  switch (name) {
    case 'Waystone':
      return await waystone(pool)
    case 'SELECT count(*)':
      return counting(pool)
    case 'Redis sorted set':
      return await sortedSet(redisUrl)
  }
}

/** Exactly what recording an event does for a board with periods, once it has the players' locks. */
async function waystone(pool: Pool): Promise<BoardSubject> {
  const boards = await importBoards()
  const key = (userId: string) => ({ board: BOARD, period: PERIOD, userId })
  return {
    around: async userId => {
      const [entries = []] = await boards.findAround(pool, { asked: [key(userId)], radius: RADIUS })
      return entries.length
    },
    add: async points => {
      const users = [...points].toSorted(([one], [other]) => (one < other ? -1 : 1))
      await withTransaction(pool, async tx => {
        const keys = users.map(([userId]) => key(userId))
        const before = await boards.openScores(tx as never, { keys, closable: [BOARD] })
        const achievedAt = new Date()
        await boards.writeScores(tx as never, {
          changes: users.map(([userId, more], index) => {
            const was = before[index] ?? null
            return { ...key(userId), before: was, after: { score: (was?.score ?? 0) + more, achievedAt } }
          }),
          counted: keys.map(each => ({ ...each, eventId: randomUUID(), eventType: 'quest.completed' })),
        })
      })
    },
    keep: boards.createBlockKeeper({ pool }),
    close: () => {},
  }
}

/** The same rows and index, without blocks: a rank counts every entry that is ahead. */
function counting(pool: Pool): BoardSubject {
  const ahead = '(s.inverse_score, s.achieved_at, s.user_id) < (mine.inverse_score, mine.achieved_at, mine.user_id)'
  const behind = ahead.replace('<', '>')
  const near = (condition: string, order: string) => `
    SELECT s.user_id FROM mine, LATERAL (SELECT * FROM leaderboard_score AS s WHERE s.board = $1 AND s.period = $2 AND ${condition}
      ORDER BY ${order} LIMIT ${RADIUS}) AS s`
  const text = `
    WITH mine AS MATERIALIZED (SELECT * FROM leaderboard_score WHERE board = $1 AND period = $2 AND user_id = $3)
    SELECT (SELECT count(*) + 1 FROM leaderboard_score AS s, mine WHERE s.board = $1 AND s.period = $2 AND ${ahead}) AS rank, shown.user_id
    FROM (SELECT user_id FROM mine
      UNION ALL (${near(ahead, 's.inverse_score DESC, s.achieved_at DESC, s.user_id DESC')})
      UNION ALL (${near(behind, 's.inverse_score, s.achieved_at, s.user_id')})) AS shown`
  return {
    around: async userId => {
      const { rows } = await pool.query({ name: 'count-rank', text, values: [BOARD, PERIOD, userId] })
      return rows.length
    },
    add: async points => {
      const users = [...points].toSorted(([one], [other]) => (one < other ? -1 : 1))
      await pool.query({
        name: 'count-add',
        text: `UPDATE leaderboard_score AS s SET inverse_score = inverse_score - more, achieved_at = now()
               FROM unnest($3::uuid[], $4::bigint[]) AS given (user_id, more)
               WHERE board = $1 AND period = $2 AND s.user_id = given.user_id`,
        values: [BOARD, PERIOD, users.map(([userId]) => userId), users.map(([, more]) => more)],
      })
    },
    keep: () => Promise.resolve(),
    close: () => {},
  }
}

/** In memory, without events, ties by text, and gone with the process. */
async function sortedSet(redisUrl: string): Promise<BoardSubject> {
  const logger = createLogger({ name: 'bench', level: 'warn' })
  const redis = connectRedis({ url: redisUrl, logger, role: 'blocking' })
  if (redis.status !== 'ready') await once(redis, 'ready')
  return {
    around: async userId => {
      const rank = await redis.zrevrank(REDIS_KEY, userId)
      if (rank === null) throw new Error(`Expected an entry of ${userId}`)
      const entries = await redis.zrevrange(REDIS_KEY, Math.max(0, rank - RADIUS), rank + RADIUS, 'WITHSCORES')
      return entries.length / 2
    },
    add: async points => {
      const pipeline = redis.pipeline()
      for (const [userId, more] of points) pipeline.zincrby(REDIS_KEY, more, userId)
      await pipeline.exec()
    },
    keep: () => Promise.resolve(),
    close: () => redis.disconnect(),
  }
}
