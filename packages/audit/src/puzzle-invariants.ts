import type { LocalInvariant } from './invariant.js'

/** Of a player who has finished no match (subgraphs/quests/src/domain/matches/rating.ts). */
const RATING_OF_NEW = 1_500

/** Invariants of puzzles and matches, all within quests. */
export const puzzleInvariants: readonly LocalInvariant[] = [
  {
    title: "Each user's standing with a puzzle is what the attempts have left, within their limit",
    database: 'quests',
    violations: `SELECT coalesce(s.puzzle_id, a.puzzle_id) || ' ' || coalesce(s.user_id, a.user_id) AS what FROM puzzle_standing s
      FULL JOIN (SELECT puzzle_id, user_id, count(*) AS made, max(number) AS last, count(*) FILTER (WHERE correct) AS solved,
          max(number) FILTER (WHERE correct) AS solved_by FROM puzzle_attempt GROUP BY 1, 2) a
        ON (a.puzzle_id, a.user_id) = (s.puzzle_id, s.user_id)
      LEFT JOIN puzzle p ON p.id = s.puzzle_id
      WHERE s.puzzle_id IS NULL OR (s.attempts, s.attempts) <> (coalesce(a.made, 0), coalesce(a.last, 0)) OR s.attempts > p.attempt_limit
        OR coalesce(a.solved, 0) <> (s.solved_at IS NOT NULL)::int OR a.solved_by <> a.last`,
  },
  {
    title: 'Each solved puzzle is recorded once as an event of its user',
    database: 'quests',
    violations: `SELECT coalesce(s.puzzle_id::text || ' ' || s.user_id, e.what) AS what
      FROM (SELECT puzzle_id, user_id FROM puzzle_standing WHERE solved_at IS NOT NULL) s
      FULL JOIN (SELECT data->>'puzzleId' AS puzzle_id, user_id, 'event ' || min(id::text) AS what, count(*) AS told
          FROM game_event WHERE type = 'puzzle.solved' GROUP BY 1, 2) e
        ON (e.puzzle_id, e.user_id) = (s.puzzle_id::text, s.user_id)
      WHERE s.puzzle_id IS NULL OR e.told IS DISTINCT FROM 1`,
  },
  {
    title: 'Each puzzle counts exactly those who have solved it',
    database: 'quests',
    violations: `SELECT p.id AS what FROM puzzle p
      LEFT JOIN (SELECT puzzle_id, sum(solved) AS n FROM puzzle_solves GROUP BY 1) c ON c.puzzle_id = p.id
      LEFT JOIN (SELECT puzzle_id, count(*) AS n FROM puzzle_standing WHERE solved_at IS NOT NULL GROUP BY 1) s ON s.puzzle_id = p.id
      WHERE coalesce(c.n, 0) <> coalesce(s.n, 0)`,
  },
  {
    title: 'Each match has two players, and holds both until it is over',
    database: 'quests',
    violations: `SELECT m.id AS what FROM match m LEFT JOIN match_player p ON p.match_id = m.id GROUP BY m.id
      HAVING count(p.user_id) <> 2 OR count(*) FILTER (WHERE p.is_active) <> CASE WHEN m.finished_at IS NULL THEN 2 ELSE 0 END
        OR (m.winner_id IS NOT NULL AND count(*) FILTER (WHERE p.user_id = m.winner_id) <> 1)`,
  },
  {
    title: 'Each finished match is recorded once for each of its players, with its result',
    database: 'quests',
    violations: `SELECT coalesce(p.match_id::text || ' ' || p.user_id, 'event ' || e.id) AS what
      FROM (SELECT p.match_id, p.user_id, p.rating_after, p.user_id IS NOT DISTINCT FROM m.winner_id AS won FROM match m
          JOIN match_player p ON p.match_id = m.id WHERE m.status = 'FINISHED') p
      FULL JOIN (SELECT id, user_id, data FROM game_event WHERE type = 'match.finished') e
        ON (e.data->>'matchId', e.user_id) = (p.match_id::text, p.user_id)
      WHERE p.match_id IS NULL OR e.id IS NULL OR (e.data->>'won')::boolean <> p.won OR (e.data->>'rating')::int IS DISTINCT FROM p.rating_after`,
  },
  {
    title: "Each player's rating goes from match to match without a gap, and is the one that the last match left",
    database: 'quests',
    violations: `WITH finished AS (
        SELECT p.user_id, p.rating_before, p.rating_after, lag(p.rating_after) OVER of_user AS former,
          lead(p.position) OVER of_user IS NULL AS is_last, count(*) OVER (PARTITION BY p.user_id) AS matches
        FROM match_player p JOIN match m ON m.id = p.match_id WHERE m.status = 'FINISHED'
        WINDOW of_user AS (PARTITION BY p.user_id ORDER BY p.position))
      SELECT user_id AS what FROM finished WHERE rating_before <> coalesce(former, ${RATING_OF_NEW})
      UNION ALL SELECT coalesce(r.user_id, f.user_id) FROM match_rating r
        FULL JOIN (SELECT * FROM finished WHERE is_last) f ON f.user_id = r.user_id
        WHERE (r.rating, r.matches) IS DISTINCT FROM (f.rating_after, f.matches::int)`,
  },
]

/** Only where nothing is under way, by the clock of the database. */
export const settledPuzzleInvariants: readonly LocalInvariant[] = [
  {
    title: 'No match whose time is over is under way',
    database: 'quests',
    violations: `SELECT id AS what FROM match WHERE finished_at IS NULL AND ends_at < now() - interval '1 minute'`,
  },
]
