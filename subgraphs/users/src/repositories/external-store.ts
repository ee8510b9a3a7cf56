import type { Pool } from '@waystone/kit/postgres'
import { escapeIdentifier } from 'pg'
import type { ExternalChange, ExternalSession, ExternalUser, WatchedSession } from '../domain/external-account.js'
import type { FoundColumn, MappedTable } from '../identity/external/mapping.js'
import type { SigningKey } from './signing-key.js'

/** Sessions that one statement looks at. */
const WATCHED_PER_STATEMENT_MAX = 5_000
const INT4_MAX = 2_147_483_647
/** The most sessions that are read of one user, newest first. */
const SESSIONS_OF_USER_MAX = 100

/** The tables of the application that owns the accounts. Each read of them runs in a read-only transaction. */
export interface ExternalStore {
  readonly pool: Pool
  readonly user: MappedTable<'user'>
  readonly session: MappedTable<'session'>
  /** Null where keys are read elsewhere, or no JWT is taken. */
  readonly jwks: MappedTable<'jwks'> | null
}

/** The columns of the tables that the role may read. */
export async function readColumns(
  from: Pool,
  where: { schema: string; tables: readonly string[] },
): Promise<readonly FoundColumn[]> {
  const text = `SELECT table_name AS "table", column_name AS "column", udt_name AS type FROM information_schema.columns
                WHERE table_schema = $1 AND table_name = ANY($2)`
  return await rowsOf<FoundColumn>(from, text, [where.schema, where.tables])
}

/** Names and addresses in lower case. */
export async function readExternalUsers(
  from: ExternalStore,
  by: 'id' | 'username' | 'email',
  keys: readonly string[],
): Promise<readonly ExternalUser[]> {
  const { pool, user } = from
  const column = user.columns[by]
  const usable = column === null ? [] : usableKeys(column, keys)
  if (column === null || usable.length === 0) return []
  const text = `SELECT ${selectUser(user)} FROM ${nameOf(user)} u WHERE ${isAnyOf('u', column, '$1')}`
  return (await rowsOf<UserRow>(pool, text, [usable])).map(userOf)
}

export async function readExternalSession(
  from: ExternalStore,
  by: 'id' | 'token',
  key: string,
): Promise<ExternalSession | null> {
  const { pool, session } = from
  const column = needed(session.columns[by])
  if (usableKeys(column, [key]).length === 0) return null
  const text = `SELECT ${selectSession(session)} FROM ${nameOf(session)} s WHERE ${isAnyOf('s', column, '$1')}`
  const row = (await rowsOf<SessionRow>(pool, text, [[key]]))[0]
  return row === undefined ? null : sessionOf(row)
}

/** Those that have not expired. */
export async function readExternalSessionsOfUsers(
  from: ExternalStore,
  externalUserIds: readonly string[],
  now: Date,
): Promise<readonly ExternalSession[]> {
  const { pool, session } = from
  const { userId, expiresAt, createdAt } = session.columns
  const usable = usableKeys(needed(userId), externalUserIds)
  if (usable.length === 0) return []
  const text = `SELECT found.* FROM unnest($1::text[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT ${selectSession(session)} FROM ${nameOf(session)} s
      WHERE ${isOne('s', needed(userId), 'wanted.id')} AND ${ms('s', needed(expiresAt))} > $2
      ORDER BY s.${id(needed(createdAt))} DESC LIMIT ${SESSIONS_OF_USER_MAX}
    ) found`
  return (await rowsOf<SessionRow>(pool, text, [usable, now.getTime()])).map(sessionOf)
}

/** Sessions that have ended, and sessions of users who have changed. */
export async function readExternalChanges(
  from: ExternalStore,
  watched: readonly WatchedSession[],
  now: Date,
): Promise<readonly ExternalChange[]> {
  const changes: ExternalChange[] = []
  const text = changesText(from)
  for (let start = 0; start < watched.length; start += WATCHED_PER_STATEMENT_MAX) {
    const part = watched.slice(start, start + WATCHED_PER_STATEMENT_MAX)
    const values = [
      part.map(one => one.externalId),
      part.map(one => one.externalUserId),
      part.map(one => one.digest),
      now.getTime(),
    ]
    changes.push(...(await rowsOf<ChangeRow>(from.pool, text, values)).map(changeOf))
  }
  return changes
}

export async function readExternalKeys(from: ExternalStore): Promise<readonly SigningKey[]> {
  const { pool, jwks } = from
  if (jwks === null) return []
  const column = (name: 'alg' | 'crv') => textOf('k', jwks.columns[name])
  // Expired ones stay good for tokens that they signed: a token's own expiry decides.
  const text = `SELECT k.${id(needed(jwks.columns.id))}::text AS id, k.${id(needed(jwks.columns.publicKey))} AS public_key,
                       ${column('alg')} AS alg, ${column('crv')} AS crv FROM ${nameOf(jwks)} k`
  const found = await rowsOf<KeyRow>(pool, text, [])
  return found.map(row => ({ ...row, jwk: JSON.parse(row.public_key) as Record<string, unknown> }))
}

/**
 * By the transaction, not by a setting of the connection, which a pooler between would hand on to the
 * application's own.
 */
async function rowsOf<Row extends object>(pool: Pool, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN TRANSACTION READ ONLY')
    const { rows } = await client.query<Row>(text, [...values])
    await client.query('COMMIT')
    return rows
  } catch (error) {
    // It is not lent again: whether it can be rolled back is not worth finding out.
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(broken)
  }
}

function needed(column: FoundColumn | null): FoundColumn {
  if (column === null) throw new Error('A column that the mapping needs has not been found')
  return column
}

const id = ({ column }: FoundColumn) => escapeIdentifier(column)
const nameOf = ({ schema, table }: { schema: string; table: string }) =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`
const isOne = (alias: string, column: FoundColumn, key: string) => `${alias}.${id(column)} = ${key}::${column.type}`
const isAnyOf = (alias: string, column: FoundColumn, keys: string) =>
  `${alias}.${id(column)} = ANY(${keys}::text[]::${column.type}[])`
const textOf = (alias: string, column: FoundColumn | null) =>
  column === null ? 'NULL::text' : `${alias}.${id(column)}::text`
/** Epoch milliseconds; a column without a zone is taken as UTC, with any zone of the connection. */
const ms = (alias: string, column: FoundColumn | null) =>
  column === null ? 'NULL::float8' : `(extract(epoch FROM ${alias}.${id(column)}) * 1000)::float8`

/** Keys that a column of that type can hold: any other is the key of nothing, and would fail the statement. */
function usableKeys({ type }: FoundColumn, keys: readonly string[]): readonly string[] {
  switch (type) {
    case 'uuid':
      return keys.filter(key => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key))
    case 'int4':
      return keys.filter(key => /^\d{1,10}$/.test(key) && Number(key) <= INT4_MAX)
    case 'int8':
      return keys.filter(key => /^\d{1,18}$/.test(key))
    default:
      return keys.filter(key => !key.includes('\0'))
  }
}

interface UserRow {
  readonly id: string
  readonly name: string | null
  readonly email: string
  readonly username: string | null
  readonly display_username: string | null
  readonly role: string | null
  readonly banned: boolean
  readonly ban_expires_ms: number | null
  readonly created_ms: number
  readonly digest: string
}

const selectUser = (user: MappedTable<'user'>) => {
  const { columns } = user
  const banned = columns.banned === null ? 'false' : `coalesce(u.${id(columns.banned)}, false)`
  return `${textOf('u', columns.id)} AS id, ${textOf('u', columns.name)} AS name, ${textOf('u', columns.email)} AS email,
    ${textOf('u', columns.username)} AS username, ${textOf('u', columns.displayUsername)} AS display_username,
    ${textOf('u', columns.role)} AS role, ${banned} AS banned, ${ms('u', columns.banExpires)} AS ban_expires_ms,
    ${ms('u', columns.createdAt)} AS created_ms, ${digest(user)} AS digest`
}

const digest = ({ columns }: MappedTable<'user'>) => {
  const present = Object.values(columns).filter(column => column !== null)
  return `md5(ROW(${present.map(column => `u.${id(column)}`).join(', ')})::text)`
}

const userOf = (row: UserRow): ExternalUser => ({
  externalId: row.id,
  name: row.name ?? '',
  email: row.email.toLowerCase(),
  username: row.username?.toLowerCase() ?? null,
  displayUsername: row.display_username,
  role: row.role,
  banned: row.banned,
  banExpires: row.ban_expires_ms === null ? null : new Date(row.ban_expires_ms),
  createdAt: new Date(row.created_ms),
  digest: row.digest,
})

interface SessionRow {
  readonly id: string
  readonly user_id: string
  readonly created_ms: number
  readonly updated_ms: number | null
  readonly expires_ms: number
  readonly ip_address: string | null
  readonly user_agent: string | null
}

const selectSession = ({ columns }: MappedTable<'session'>) =>
  `${textOf('s', columns.id)} AS id, ${textOf('s', columns.userId)} AS user_id, ${ms('s', columns.createdAt)} AS created_ms,
   ${ms('s', columns.updatedAt)} AS updated_ms, ${ms('s', columns.expiresAt)} AS expires_ms,
   ${textOf('s', columns.ipAddress)} AS ip_address, ${textOf('s', columns.userAgent)} AS user_agent`

const sessionOf = (row: SessionRow): ExternalSession => ({
  externalId: row.id,
  externalUserId: row.user_id,
  createdAt: new Date(row.created_ms),
  updatedAt: new Date(row.updated_ms ?? row.created_ms),
  expiresAt: new Date(row.expires_ms),
  ipAddress: row.ip_address,
  userAgent: row.user_agent,
})

const changesText = ({ user, session }: ExternalStore) => `
  SELECT w.session_id AS watched_session_id, w.user_id AS watched_user_id,
         ${ms('s', needed(session.columns.expiresAt))} AS session_expires_ms, ${selectUser(user)}
  FROM unnest($1::text[], $2::text[], $3::text[]) AS w (session_id, user_id, known)
  LEFT JOIN ${nameOf(session)} s ON ${isOne('s', needed(session.columns.id), 'w.session_id')}
    AND ${isOne('s', needed(session.columns.userId), 'w.user_id')}
  LEFT JOIN ${nameOf(user)} u ON ${isOne('u', needed(user.columns.id), 'w.user_id')}
  WHERE s.${id(needed(session.columns.id))} IS NULL OR ${ms('s', needed(session.columns.expiresAt))} <= $4
    OR u.${id(needed(user.columns.id))} IS NULL OR ${digest(user)} <> w.known`

interface KeyRow {
  readonly id: string
  readonly public_key: string
  readonly alg: string | null
  readonly crv: string | null
}

/** The user's columns are null where there is none. */
interface ChangeRow extends Omit<UserRow, 'id'> {
  readonly id: string | null
  readonly watched_session_id: string
  readonly watched_user_id: string
  readonly session_expires_ms: number | null
}

const changeOf = (row: ChangeRow): ExternalChange => ({
  externalId: row.watched_session_id,
  externalUserId: row.watched_user_id,
  sessionExpiresAt: row.session_expires_ms === null ? null : new Date(row.session_expires_ms),
  user: row.id === null ? null : userOf({ ...row, id: row.id }),
})
