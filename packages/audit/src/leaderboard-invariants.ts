import type { LocalInvariant, SharedInvariant } from './invariant.js'

const key = '(s.inverse_score, s.achieved_at, s.user_id)'
const within = (columns: string) => `${columns} >= (b.from_inverse, b.from_achieved, b.from_user)
  AND (b.to_inverse IS NULL OR ${columns} < (b.to_inverse, b.to_achieved, b.to_user))`

/** Invariants of leaderboards within quests; each holds at every moment, whatever waits to be counted. */
export const leaderboardInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each leaderboard counts as many entries as it has',
    database: 'quests',
    violations: `SELECT board || ' period ' || period || ': ' || coalesce(counted.n, 0) || ' counted, ' || coalesce(kept.n, 0) || ' kept' AS what
      FROM (SELECT board, period, sum(n) AS n FROM (
          SELECT board, period, entries AS n FROM leaderboard_block
          UNION ALL SELECT board, period, (new_inverse IS NOT NULL)::int - (old_inverse IS NOT NULL)::int FROM leaderboard_change) one
        GROUP BY board, period) counted
      FULL JOIN (SELECT board, period, count(*) AS n FROM leaderboard_score GROUP BY board, period) kept USING (board, period)
      WHERE coalesce(counted.n, 0) <> coalesce(kept.n, 0)`,
  },
  {
    title: 'Each block of a leaderboard counts the entries within it',
    database: 'quests',
    violations: `WITH b AS (SELECT *, lead(from_inverse) OVER keys AS to_inverse, lead(from_achieved) OVER keys AS to_achieved, lead(from_user) OVER keys AS to_user
        FROM leaderboard_block WINDOW keys AS (PARTITION BY board, period ORDER BY from_inverse, from_achieved, from_user))
      SELECT b.board || ' period ' || b.period || ' from ' || -b.from_inverse::numeric || ': ' || b.entries || ' counted, ' || kept.n || ' kept' AS what
      FROM b, LATERAL (SELECT count(*) AS n FROM leaderboard_score s
          WHERE s.board = b.board AND s.period = b.period AND ${within(key)}) kept,
        LATERAL (SELECT count(*) FILTER (WHERE ${within('(c.new_inverse, c.new_achieved, c.user_id)')})
            - count(*) FILTER (WHERE ${within('(c.old_inverse, c.old_achieved, c.user_id)')}) AS n
          FROM leaderboard_change c WHERE c.board = b.board AND c.period = b.period) waiting
      WHERE b.entries + waiting.n <> kept.n`,
  },
  {
    title: 'Each group of blocks of a leaderboard counts its blocks and their entries',
    database: 'quests',
    violations: `SELECT coalesce(g.board, b.board) || ' period ' || coalesce(g.period, b.period) || ' from ' || coalesce((-g.from_inverse::numeric)::text, 'no group')
        || ': ' || coalesce(g.entries, 0) || ' counted in ' || coalesce(g.blocks, 0) || ' blocks, ' || coalesce(b.entries, 0) || ' kept in ' || coalesce(b.blocks, 0) AS what
      FROM leaderboard_group g FULL JOIN (
        SELECT block.board, block.period, own.*, count(*) AS blocks, sum(block.entries) AS entries
        FROM leaderboard_block block LEFT JOIN LATERAL (
          SELECT from_inverse, from_achieved, from_user FROM leaderboard_group
          WHERE board = block.board AND period = block.period
            AND (from_inverse, from_achieved, from_user) <= (block.from_inverse, block.from_achieved, block.from_user)
          ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) own ON true
        GROUP BY block.board, block.period, own.from_inverse, own.from_achieved, own.from_user) b
      ON (g.board, g.period, g.from_inverse, g.from_achieved, g.from_user) = (b.board, b.period, b.from_inverse, b.from_achieved, b.from_user)
      WHERE (g.blocks, g.entries) IS DISTINCT FROM (b.blocks, b.entries)`,
  },
  {
    title: 'Each prize of a leaderboard was told once, with its rank and its rewards',
    database: 'quests',
    violations: `SELECT p.id || ' rank ' || p.rank AS what FROM leaderboard_prize p JOIN leaderboard l ON l.number = p.board
      WHERE 1 <> (SELECT count(*) FROM game_event e WHERE e.user_id = p.user_id AND e.type = 'quest.reward_granted'
          AND e.data->>'completionId' = p.id::text AND e.data->>'questId' = l.id::text AND e.data->'rewards' = p.rewards)
        OR NOT EXISTS (SELECT FROM game_event e WHERE e.user_id = p.user_id AND e.type = 'season.ended'
          AND e.data->>'leaderboardId' = l.id::text AND (e.data->>'rank')::int = p.rank)
      UNION ALL SELECT e.id || ' of no prize' FROM game_event e WHERE e.type = 'season.ended' AND NOT EXISTS (
        SELECT FROM leaderboard_prize p JOIN leaderboard l ON l.number = p.board
        WHERE p.user_id = e.user_id AND l.id::text = e.data->>'leaderboardId' AND p.rank = (e.data->>'rank')::int)`,
  },
  {
    title: 'Nothing is left of a period of a leaderboard that was purged',
    database: 'quests',
    violations: `SELECT board || ' period ' || period AS what FROM leaderboard_period p WHERE purged_at IS NOT NULL
      AND (EXISTS (SELECT FROM leaderboard_score s WHERE s.board = p.board AND s.period = p.period)
        OR EXISTS (SELECT FROM leaderboard_block b WHERE b.board = p.board AND b.period = p.period)
        OR EXISTS (SELECT FROM leaderboard_group g WHERE g.board = p.board AND g.period = p.period))`,
  },
  {
    title: 'No deleted account is on a leaderboard',
    database: 'quests',
    violations: `SELECT s.user_id || ' on ' || s.board AS what FROM leaderboard_score s JOIN player p USING (user_id) WHERE p.erased_at IS NOT NULL`,
  },
]

/** Only where nothing is under way. */
export const settledLocalLeaderboardInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each closed period of a leaderboard has its prizes',
    database: 'quests',
    violations: `SELECT board || ' period ' || period AS what FROM leaderboard_period WHERE closed_at IS NOT NULL AND settled_at IS NULL`,
  },
]

/** Only for a system without requests in flight. */
export const settledLeaderboardInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each prize with currency is paid, once a reward',
    from: 'quests',
    to: 'users',
    page: `SELECT p.id, ARRAY[count(*)::text] AS expected FROM leaderboard_prize p, jsonb_array_elements(p.rewards) r
      WHERE r->>'kind' = 'CURRENCY' AND p.id > $1 GROUP BY p.id ORDER BY p.id LIMIT $2`,
    lookup: `SELECT completion_id AS id, count(*)::text AS found FROM reward_claim WHERE completion_id = ANY($1::uuid[]) GROUP BY completion_id`,
  },
]
