import type { Queryable } from '@waystone/kit/postgres'
import type { TimePosition } from '../domain/time-position.js'
import type { UserFilter } from '../domain/user.js'
import { boundOf, COUNTED_MAX } from './time-bound.js'

/** Username, address and name, each after a line break, which none of them has. */
const NAMES = 'searched_names(u.username, u.email, u.name)'
/** The index user_search_idx has the trigrams of names; of fewer characters, it knows the beginnings of names. */
const PART_LENGTH_MIN = 3
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const isBannedAt = (at: string) => `(u.banned IS TRUE AND (u.ban_expires IS NULL OR u.ban_expires > ${at}))`

/** The ids of users, those who signed up last first, that lie behind `after`. */
export async function findUserIds(
  db: Queryable,
  filter: UserFilter,
  page: { after: TimePosition | null; limit: number; now: Date },
): Promise<TimePosition[]> {
  const { from, values } = selectionOf(filter, page.now)
  const [at, id] = boundOf(page.after)
  const place = values.length
  const { rows } = await db.query<TimePosition>({
    text: `SELECT u.created_at AS at, u.id ${from} AND (u.created_at, u.id) < ($${place + 1}::timestamptz, $${place + 2}::uuid)
           ORDER BY u.created_at DESC, u.id DESC LIMIT $${place + 3}`,
    values: [...values, at, id, page.limit],
  })
  return rows
}

/** How many users there are, up to COUNTED_MAX. */
export async function countUsers(db: Queryable, filter: UserFilter, now: Date): Promise<number> {
  const { from, values } = selectionOf(filter, now)
  const { rows } = await db.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM (SELECT ${from} LIMIT ${COUNTED_MAX}) found`,
    values: [...values],
  })
  return rows[0]?.count ?? 0
}

/**
 * Only the conditions that are asked for stand in the statement, which has no name: the plan for a rare name is
 * another one than for a common one.
 */
function selectionOf({ search, status }: UserFilter, now: Date): { from: string; values: readonly unknown[] } {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${values.push(value)}`
  const conditions: string[] = []
  if (search !== null)
    conditions.push(UUID.test(search) ? `u.id = ${place(search)}::uuid` : containing(place(partOf(search))))
  if (status === 'BANNED') conditions.push(`u.banned AND ${isBannedAt(place(now))}`)
  else if (status !== null)
    conditions.push(`coalesce(p.standing, 'NEW') = ${place(status)}::standing AND NOT ${isBannedAt(place(now))}`)
  // A user whom another application made has no profile before the first sign-in here.
  const from = status === null || status === 'BANNED' ? '"user" u' : '"user" u LEFT JOIN profile p ON p.user_id = u.id'
  return { from: `FROM ${from} WHERE ${['true', ...conditions].join(' AND ')}`, values }
}

/** The index finds what has all of the trigrams; of these, those are left that have the part itself. */
const containing = (part: string): string =>
  `search_grams(${NAMES}) @> search_grams(lower(${part})) AND strpos(${NAMES}, lower(${part})) > 0`

const partOf = (search: string): string => (search.length < PART_LENGTH_MIN ? `\n${search}` : search)
