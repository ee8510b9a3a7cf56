import { ADMIN, isAdminScope, type AdminRole } from '@waystone/kit/roles'

/** Where an account stands, as the contract names it. */
export type UserStatus = Standing | 'BANNED'

/** The users that are asked for; null asks for all. */
export interface UserFilter {
  /** A part of a name or address, the beginning of one where it is short; or a whole id. */
  readonly search: string | null
  readonly status: UserStatus | null
}

/** A user's status apart from a ban, which hides it. A deleted account has no personal data any more. */
export type Standing = 'NEW' | 'ACTIVE' | 'DELETED'

/** A user as loaders and caches keep it. */
export interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string
  /** Null for an account without an address, such as a guest's. */
  readonly email: string | null
  readonly timeZone: string
  readonly standing: Standing
  readonly banned: boolean
  /** A ban that ends by itself; null for one that does not. */
  readonly banExpires: Date | null
  readonly createdAt: Date
}

/** A ban that has run out is no ban, though its column still says so. */
export const isBanned = (user: Pick<User, 'banned' | 'banExpires'>, now: Date): boolean =>
  user.banned && (user.banExpires === null || user.banExpires > now)

export const statusOf = (user: Pick<User, 'banned' | 'banExpires' | 'standing'>, now: Date): UserStatus =>
  isBanned(user, now) ? 'BANNED' : user.standing

/** An account of another application may have no username: it is shown under one that no sign-up can take. */
export const usernameOf = (row: { id: string; username: string | null; displayUsername: string | null }): string =>
  row.displayUsername ?? row.username ?? `user-${row.id.slice(0, 8)}`

/** better-auth keeps several roles in one column, parted by commas. */
const rolesOf = (role: string | null): string[] =>
  (role ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')

/** Administrators with these roles act on players, and cannot without seeing them. */
const readingRoles: ReadonlySet<string> = new Set(['admin.support', 'admin.economy'])

/** The scopes of a user's access tokens. */
export function scopesOf(role: string | null): string[] {
  const scopes = rolesOf(role).filter(name => isAdminScope(name) || name === 'service')
  const reads = scopes.some(scope => readingRoles.has(scope))
  return reads && !scopes.includes(ADMIN) ? [...new Set([...scopes, 'admin.read'])] : scopes
}

/** A role of an administrator: every right, or a part of them. */
export type AdminScope = typeof ADMIN | AdminRole

/** The roles of an administrator as they were given, without what they imply. */
export const adminScopesOf = (role: string | null): AdminScope[] => rolesOf(role).filter(isAdminScope)

/** "user" is what stands where there is no other role. */
export const withRoles = (role: string | null, added: readonly string[]): string =>
  [...rolesOf(role).filter(name => name !== 'user' && !added.includes(name)), ...added].join(',')

export const withoutRoles = (role: string | null, taken: readonly string[]): string =>
  rolesOf(role)
    .filter(name => !taken.includes(name))
    .join(',') || 'user'
