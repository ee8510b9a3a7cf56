/** The board of all subjects, as the rows of its scores name it. */
export const BOARD = 1
export const PERIOD = 0
/** Neighbours on each side of a rank. */
export const RADIUS = 5
/** Of the sorted set. */
export const REDIS_KEY = 'board'

/** The n-th user: spread over all ids, as real ones are. */
export const boardUserId = (n: number): string => {
  const spread = (Math.imul(n, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')
  return `${spread}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A user by chance, of one of several equal parts of all users. */
export const anyUser = (entries: number, { shard, shards } = { shard: 0, shards: 1 }): string =>
  boardUserId(1 + shard + shards * Math.floor(Math.random() * Math.floor(entries / shards)))
