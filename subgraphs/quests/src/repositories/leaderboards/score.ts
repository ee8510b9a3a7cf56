import type { Queryable } from '@waystone/kit/postgres'
import { tellAfterCommit } from '@waystone/kit/live'
import type { Score } from '../../domain/leaderboards/score.js'

/** Names one entry. */
export interface EntryKey {
  readonly board: number
  readonly period: number
  readonly userId: string
}

/** A change of one entry. */
export interface ScoreChange extends EntryKey {
  /** Null: there was no entry. */
  readonly before: Score | null
  /** Null: the entry goes. */
  readonly after: Score | null
}

/** An event that a board with periods counts, unless the period is closed. */
export interface CountedEvent extends EntryKey {
  readonly eventId: string
  readonly eventType: string
}

/** Of the advisory locks by which closing a period waits for the transactions that write its scores. */
const LOCK_CLASS = 0x626f6172
/** The topic of subscriptions to a board. */
export const boardTopic = (board: number) => ({ topic: 'leaderboard', key: String(board) })

/**
 * Reads entries that are about to change, in the order of `keys`. The caller has locked the players, so that nothing
 * else changes them. No period of the boards in `closable` is closed until the transaction ends.
 */
export async function openScores(
  tx: Queryable,
  { keys, closable }: { keys: readonly EntryKey[]; closable: readonly number[] },
): Promise<readonly (Score | null)[]> {
  const { rows } = await tx.query<{ score: string | null; achievedAt: Date | null }>({
    name: 'scores-open',
    // The lock is not needed by what is read here, but by scores-write, which looks whether a period is closed.
    text: `WITH held AS MATERIALIZED (
             SELECT pg_advisory_xact_lock_shared(${LOCK_CLASS}, board)
             FROM (SELECT DISTINCT board FROM unnest($4::int[]) AS asked (board) ORDER BY board) AS boards)
           SELECT -inverse_score AS score, achieved_at AS "achievedAt"
           FROM unnest($1::int[], $2::int[], $3::uuid[]) WITH ORDINALITY AS asked (board, period, user_id, place)
           LEFT JOIN leaderboard_score USING (board, period, user_id), (SELECT count(*) FROM held) AS waited
           ORDER BY place`,
    values: [...columnsOf(keys), closable],
  })
  return rows.map(({ score, achievedAt }) =>
    score === null || achievedAt === null ? null : { score: Number(score), achievedAt },
  )
}

/** Keeps lockScores of these boards waiting until the transaction ends. */
export async function holdScores(tx: Queryable, boards: readonly number[]): Promise<void> {
  await tx.query({
    name: 'scores-hold',
    text: `SELECT pg_advisory_xact_lock_shared(${LOCK_CLASS}, board) FROM unnest($1::int[]) AS asked (board)`,
    values: [boards.toSorted((one, other) => one - other)],
  })
}

/** Keeps transactions from writing scores of the board until this one ends. */
export async function lockScores(tx: Queryable, board: number): Promise<void> {
  await tx.query({
    name: 'scores-lock',
    text: `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, $1)`,
    values: [board],
  })
}

/**
 * Writes what openScores has opened, in one statement: entries, and what leaderboard_block does not count yet.
 * Entries of closed periods stay as they are, and the events are noted as late ones, by a second statement.
 */
export async function writeScores(
  tx: Queryable,
  { changes, counted }: { changes: readonly ScoreChange[]; counted: readonly CountedEvent[] },
): Promise<void> {
  const periods = [...new Map(counted.map(each => [nameOf(each), each])).values()]
  const { rows: closed } = await tx.query<Omit<EntryKey, 'userId'>>({
    name: 'scores-write',
    text: WRITE,
    values: [...changeColumns(changes), ...periodColumns(periods)],
  })
  if (closed.length > 0) await noteLateEvents(tx, counted, new Set(closed.map(nameOf)))
  for (const board of new Set(changes.map(change => change.board))) tellAfterCommit(tx, boardTopic(board))
}

/** The transaction keeps the lock of openScores, by which the periods are still closed. */
async function noteLateEvents(
  tx: Queryable,
  counted: readonly CountedEvent[],
  closed: ReadonlySet<string>,
): Promise<void> {
  const late = counted.filter(each => closed.has(nameOf(each)))
  await tx.query({
    name: 'late-events-note',
    text: `INSERT INTO leaderboard_late_event (board, event_id, event_type, user_id)
           SELECT * FROM unnest($1::int[], $2::uuid[], $3::text[], $4::uuid[]) ON CONFLICT DO NOTHING`,
    values: [
      late.map(({ board }) => board),
      late.map(({ eventId }) => eventId),
      late.map(({ eventType }) => eventType),
      late.map(({ userId }) => userId),
    ],
  })
}

/** Writes entries without regard to closed periods, for rebuilding. The caller has locked the players. */
export async function correctScores(tx: Queryable, changes: readonly ScoreChange[]): Promise<void> {
  if (changes.length === 0) return
  await tx.query({ name: 'scores-correct', text: CORRECT, values: changeColumns(changes) })
  for (const board of new Set(changes.map(change => change.board))) tellAfterCommit(tx, boardTopic(board))
}

/** Removes the entries of users. The caller has locked the players. */
export async function removeScores(tx: Queryable, userIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ board: number }>({
    name: 'scores-remove',
    text: `WITH removed AS (DELETE FROM leaderboard_score WHERE user_id = ANY($1::uuid[])
                            RETURNING board, period, user_id, inverse_score, achieved_at)
           INSERT INTO leaderboard_change (board, period, user_id, old_inverse, old_achieved)
           SELECT * FROM removed RETURNING board`,
    values: [userIds],
  })
  for (const board of new Set(rows.map(row => row.board))) tellAfterCommit(tx, boardTopic(board))
}

const nameOf = ({ board, period }: Omit<EntryKey, 'userId'>) => `${board} ${period}`

const periodColumns = (of: readonly Omit<EntryKey, 'userId'>[]) => [
  literalOf(of.map(({ board }) => board)),
  literalOf(of.map(({ period }) => period)),
]

const columnsOf = (keys: readonly EntryKey[]) => [...periodColumns(keys), literalOf(keys.map(({ userId }) => userId))]

const changeColumns = (changes: readonly ScoreChange[]) => [
  ...columnsOf(changes),
  literalOf(changes.map(({ before }) => inverseOf(before))),
  literalOf(changes.map(({ before }) => before?.achievedAt.toISOString() ?? null)),
  literalOf(changes.map(({ after }) => inverseOf(after))),
  literalOf(changes.map(({ after }) => after?.achievedAt.toISOString() ?? null)),
]

/**
 * An array as PostgreSQL reads it, of numbers, ids and moments, which need no quotes: node-pg escapes each element of
 * an array by two regular expressions.
 */
const literalOf = (elements: readonly (string | number | null)[]): string =>
  `{${elements.map(element => element ?? 'NULL').join(',')}}`

/** As text: a bigint array takes no -0. */
const inverseOf = (score: Score | null): string | null => (score === null ? null : String(-score.score))

const given = `given AS (SELECT * FROM unnest($1::int[], $2::int[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::timestamptz[])
    AS given (board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved))`

const upsert = (source: string) => `
  INSERT INTO leaderboard_score (board, period, user_id, inverse_score, achieved_at)
  SELECT board, period, user_id, new_inverse, new_achieved FROM ${source} WHERE new_inverse IS NOT NULL
  ORDER BY board, period, user_id
  ON CONFLICT (board, period, user_id) DO UPDATE SET inverse_score = excluded.inverse_score, achieved_at = excluded.achieved_at`

const noteChanges = (source: string) => `
  INSERT INTO leaderboard_change (board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved)
  SELECT board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved FROM ${source}`

/** Each period is looked up once, however many entries of it change. */
const periodsOf = (rows: string) => `periods AS MATERIALIZED (
    SELECT asked.board, asked.period, p.board IS NULL AS is_new, p.closed_at IS NOT NULL AS is_closed
    FROM (SELECT DISTINCT board, period FROM (${rows}) AS rows) AS asked
    LEFT JOIN leaderboard_period AS p USING (board, period))`

/** A period is known from its first score on. */
const known = `known AS (INSERT INTO leaderboard_period (board, period)
    SELECT board, period FROM periods WHERE is_new ORDER BY board, period ON CONFLICT DO NOTHING)`

const WRITE = `WITH ${given},
    counted AS (SELECT * FROM unnest($8::int[], $9::int[]) AS counted (board, period)),
    ${periodsOf('SELECT board, period FROM given UNION ALL SELECT board, period FROM counted')},
    ${known},
    open AS MATERIALIZED (SELECT given.* FROM given JOIN periods USING (board, period) WHERE NOT is_closed),
    written AS (${upsert('open')}),
    noted AS (${noteChanges('open')})
  SELECT board, period FROM periods WHERE is_closed`

const CORRECT = `WITH ${given},
    ${periodsOf('SELECT board, period FROM given')},
    ${known},
    written AS (${upsert('given')}),
    removed AS (DELETE FROM leaderboard_score AS s USING given AS g
      WHERE g.new_inverse IS NULL AND s.board = g.board AND s.period = g.period AND s.user_id = g.user_id)
  ${noteChanges('given')}`
