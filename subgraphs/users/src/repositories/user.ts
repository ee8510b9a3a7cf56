import type { Queryable } from '@waystone/kit/postgres'
import { ADMIN, adminRoles } from '@waystone/kit/roles'
import type { ZoneChoice } from '@waystone/events'
import { addressOf } from '../domain/account-address.js'
import { usernameOf, type Standing, type User } from '../domain/user.js'

interface UserRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly username: string | null
  readonly display_username: string | null
  readonly banned: boolean | null
  readonly ban_expires: Date | null
  readonly created_at: Date
  readonly time_zone: string | null
  readonly standing: Standing | null
}

const COLUMNS = `u.id, u.name, u.email, u.username, u.display_username, u.banned, u.ban_expires, u.created_at,
                 p.time_zone, p.standing`

/** A user whom another application made has no profile before the first sign-in here. */
const userOf = (row: UserRow): User => ({
  id: row.id,
  username: usernameOf({ id: row.id, username: row.username, displayUsername: row.display_username }),
  displayName: row.name,
  email: addressOf(row.email),
  timeZone: row.time_zone ?? 'UTC',
  standing: row.standing ?? 'NEW',
  banned: row.banned ?? false,
  banExpires: row.ban_expires,
  createdAt: row.created_at,
})

const findUsersBy = async (db: Queryable, column: 'id' | 'username' | 'email', keys: readonly string[]) => {
  const { rows } = await db.query<UserRow>({
    name: `users-by-${column}`,
    text: `SELECT ${COLUMNS} FROM "user" u LEFT JOIN profile p ON p.user_id = u.id WHERE u.${column} = ANY($1)`,
    values: [keys],
  })
  return new Map(rows.map(row => [String(row[column]), userOf(row)]))
}

export const findUsers = (db: Queryable, ids: readonly string[]): Promise<Map<string, User>> =>
  findUsersBy(db, 'id', ids)

/** By names in lower case. */
export const findUsersByUsername = (db: Queryable, usernames: readonly string[]): Promise<Map<string, User>> =>
  findUsersBy(db, 'username', usernames)

/** By addresses in lower case. */
export const findUsersByEmail = (db: Queryable, emails: readonly string[]): Promise<Map<string, User>> =>
  findUsersBy(db, 'email', emails)

/** The stored credential that a sign-in is checked against. */
export interface Credential {
  readonly userId: string
  /** Null for an account that signs in elsewhere only. */
  readonly passwordHash: string | null
}

/** By username or e-mail address, in lower case. */
export async function findCredential(db: Queryable, usernameOrEmail: string): Promise<Credential | null> {
  const { rows } = await db.query<{ id: string; password: string | null }>({
    name: 'credential-by-name',
    text: `SELECT u.id, a.password FROM "user" u
           LEFT JOIN account a ON a.user_id = u.id AND a.provider_id = 'credential'
           WHERE u.username = $1 OR u.email = $1`,
    values: [usernameOrEmail],
  })
  const row = rows[0]
  return row === undefined ? null : { userId: row.id, passwordHash: row.password }
}

/** Null for an account without a password. */
export async function findPasswordHash(db: Queryable, userId: string): Promise<string | null> {
  const { rows } = await db.query<{ password: string | null }>({
    name: 'password-of-user',
    text: `SELECT password FROM account WHERE user_id = $1 AND provider_id = 'credential'`,
    values: [userId],
  })
  return rows[0]?.password ?? null
}

/** The fields that decide about a user's sign-ins and purchases. */
export interface UserStanding {
  readonly role: string | null
  /** True where signing in asks for a code. */
  readonly twoFactorEnabled: boolean
  readonly banned: boolean
  readonly banExpires: Date | null
  /** The zone that calendar months are counted by. */
  readonly zone: ZoneChoice
  readonly standing: Standing
  readonly firstSignedInAt: Date | null
}

/**
 * Locks the user until the transaction ends, and reads the standing under the lock. Every change of the
 * standing, profile or spending takes this lock first. Null for an unknown user, or one without a profile.
 */
export async function lockUser(tx: Queryable, userId: string): Promise<UserStanding | null> {
  const { rows } = await tx.query<StandingRow>({
    name: 'user-lock',
    text: `SELECT u.role, u.two_factor_enabled, u.banned, u.ban_expires, p.time_zone, p.former_of_months, p.zone_chosen_at, p.standing, p.first_signed_in_at
           FROM "user" u JOIN profile p ON p.user_id = u.id WHERE u.id = $1 FOR NO KEY UPDATE OF u, p`,
    values: [userId],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    role: row.role,
    twoFactorEnabled: row.two_factor_enabled,
    banned: row.banned ?? false,
    banExpires: row.ban_expires,
    zone: { chosen: row.time_zone, former: row.former_of_months, chosenAt: row.zone_chosen_at },
    standing: row.standing,
    firstSignedInAt: row.first_signed_in_at,
  }
}

interface StandingRow {
  readonly role: string | null
  readonly two_factor_enabled: boolean
  readonly banned: boolean | null
  readonly ban_expires: Date | null
  readonly time_zone: string
  readonly former_of_months: string
  readonly zone_chosen_at: Date | null
  readonly standing: Standing
  readonly first_signed_in_at: Date | null
}

/** @returns whether the profile was made now; false too where there is no such user. */
export async function insertProfile(tx: Queryable, userId: string, timeZone: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'profile-insert',
    text: `INSERT INTO profile (user_id, time_zone, former_of_months) SELECT id, $2, $2 FROM "user" WHERE id = $1 ON CONFLICT (user_id) DO NOTHING`,
    values: [userId, timeZone],
  })
  return rowCount === 1
}

/** Notes a sign-in: the first one makes a new account an active one. */
export async function noteSignIn(tx: Queryable, userId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'profile-note-sign-in',
    text: `UPDATE profile SET standing = 'ACTIVE', first_signed_in_at = $2 WHERE user_id = $1 AND first_signed_in_at IS NULL`,
    values: [userId, at],
  })
}

/** Sets what is given; null leaves it. */
export async function updateProfile(
  tx: Queryable,
  userId: string,
  change: { displayName: string | null; zone: ZoneChoice | null; at: Date },
): Promise<void> {
  await tx.query({
    name: 'profile-update',
    text: `WITH named AS (UPDATE "user" SET name = $2, updated_at = $4 WHERE id = $1 AND $2::text IS NOT NULL)
           UPDATE profile SET time_zone = $3, former_of_months = $5, zone_chosen_at = $6
           WHERE user_id = $1 AND $3::text IS NOT NULL`,
    values: [
      userId,
      change.displayName,
      change.zone?.chosen ?? null,
      change.at,
      change.zone?.former ?? null,
      change.zone?.chosenAt ?? null,
    ],
  })
}

/** Bans for good, or lifts any ban; lifting also makes a new account an active one. */
export async function setBanned(tx: Queryable, userId: string, change: { banned: boolean; at: Date }): Promise<void> {
  await tx.query({
    name: 'user-set-banned',
    text: `WITH banned AS (UPDATE "user" SET banned = $2, ban_expires = NULL, ban_reason = NULL, updated_at = $3 WHERE id = $1)
           UPDATE profile SET standing = 'ACTIVE' WHERE user_id = $1 AND NOT $2::boolean`,
    values: [userId, change.banned, change.at],
  })
}

/** Sets all roles of a user, as better-auth keeps them. */
export async function setRole(tx: Queryable, userId: string, change: { role: string; at: Date }): Promise<void> {
  await tx.query({
    name: 'user-set-role',
    text: 'UPDATE "user" SET role = $2, updated_at = $3 WHERE id = $1',
    values: [userId, change.role, change.at],
  })
}

interface AdministratorRow extends UserRow {
  readonly role: string
  readonly two_factor_enabled: boolean
}

/** All users who have rights of an administrator, by name. */
export async function findAdministrators(
  db: Queryable,
): Promise<readonly (User & { readonly role: string; readonly twoFactorEnabled: boolean })[]> {
  const { rows } = await db.query<AdministratorRow>({
    text: `SELECT ${COLUMNS}, u.role, u.two_factor_enabled FROM "user" u LEFT JOIN profile p ON p.user_id = u.id
           WHERE roles_of(u.role) && $1::text[] ORDER BY u.username, u.id`,
    values: [[ADMIN, ...adminRoles]],
  })
  return rows.map(row => ({ ...userOf(row), role: row.role, twoFactorEnabled: row.two_factor_enabled }))
}
