import { damage, type Damage } from './damage.js'

const broken = (title: string, ...statements: readonly string[]) => damage(title, 'quests', ...statements)

const aPuzzle = `(SELECT id FROM puzzle WHERE purpose = 'DAILY' ORDER BY opens_at LIMIT 1)`
const anEvent = (type: string, data: string) =>
  `INSERT INTO game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
   SELECT gen_random_uuid(), user_id, sequence + 1, '${type}', ${data}, now(), catalog_revision FROM player LIMIT 1`
const aMatch = (status: string, endsAt: string, finishedAt: string) =>
  `INSERT INTO match (id, puzzle_id, status, started_at, ends_at, finished_at)
   VALUES (gen_random_uuid(), ${aPuzzle}, '${status}', now(), ${endsAt}, ${finishedAt}) RETURNING id, position`
const finishedMatch = (ratingBefore: number) => `WITH made AS (${aMatch('FINISHED', 'now()', 'now()')})
  INSERT INTO match_player (match_id, user_id, side, position, change, is_active, rating_before, rating_after)
  SELECT id, gen_random_uuid(), side, position, nextval('match_change'), false, ${ratingBefore}, 1510 FROM made, generate_series(0, 1) AS side`

/** For every invariant of puzzles and matches, what breaks it. */
export const puzzleDamages: readonly Damage[] = [
  ...broken(
    "Each user's standing with a puzzle is what the attempts have left, within their limit",
    `INSERT INTO puzzle_standing VALUES (${aPuzzle}, gen_random_uuid(), 1, NULL)`,
    `INSERT INTO puzzle_standing VALUES (${aPuzzle}, gen_random_uuid(), 0, now())`,
    `INSERT INTO puzzle_attempt VALUES (gen_random_uuid(), ${aPuzzle}, gen_random_uuid(), 1, false, now(), gen_random_uuid())`,
  ),
  ...broken(
    'Each solved puzzle is recorded once as an event of its user',
    `INSERT INTO puzzle_standing VALUES (${aPuzzle}, gen_random_uuid(), 0, now())`,
    anEvent('puzzle.solved', `jsonb_build_object('puzzleId', gen_random_uuid())`),
  ),
  ...broken(
    'Each puzzle counts exactly those who have solved it',
    `INSERT INTO puzzle_solves VALUES (${aPuzzle}, 0, 1)`,
    `INSERT INTO puzzle_standing VALUES (${aPuzzle}, gen_random_uuid(), 0, now())`,
  ),
  ...broken(
    'Each match has two players, and holds both until it is over',
    aMatch('RUNNING', `now() + interval '1 hour'`, 'NULL'),
    aMatch('CANCELLED', 'now()', 'now()'),
  ),
  ...broken(
    'Each finished match is recorded once for each of its players, with its result',
    finishedMatch(1_500),
    anEvent('match.finished', `jsonb_build_object('matchId', gen_random_uuid(), 'won', true, 'rating', 1500)`),
  ),
  ...broken(
    "Each player's rating goes from match to match without a gap, and is the one that the last match left",
    finishedMatch(1_400),
    `INSERT INTO match_rating VALUES (gen_random_uuid(), 25, 8, 1500, 1)`,
  ),
  ...broken('No match whose time is over is under way', aMatch('RUNNING', `now() - interval '2 minutes'`, 'NULL')),
]
