import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { ADMIN } from '@waystone/kit/roles'
import { adminScopesOf, withoutRoles, withRoles, type AdminScope, type User } from '../domain/user.js'
import { findNewestAdminActions } from '../repositories/admin-action.js'
import { findDeletionsDue } from '../repositories/account-deletion.js'
import { findExternalIds } from '../repositories/external-account.js'
import { endSessions } from '../repositories/session.js'
import { findAdministrators, findUsers, findUsersByEmail, findUsersByUsername, setRole } from '../repositories/user.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

const LOG_SHOWN_MAX = 100

interface Change {
  readonly userId: string
  /** The one who makes the change, for the log. */
  readonly actor: string
  /** Which rights; left out, all of them. */
  readonly roles?: readonly AdminScope[]
}

/** A user by id, name or e-mail address, in any case. */
export async function findAccount({ pool }: Pick<Needs, 'pool'>, text: string): Promise<User | null> {
  const id = parseUuid(text)
  const name = text.toLowerCase()
  const found =
    (id === null ? undefined : (await findUsers(pool, [id])).get(id)) ??
    (await findUsersByUsername(pool, [name])).get(name) ??
    (await findUsersByEmail(pool, [name])).get(name)
  return found ?? null
}

/** Returns whether another application made the account: every copy from there overwrites the role. */
export const isMadeElsewhere = async ({ pool }: Pick<Needs, 'pool'>, userId: string): Promise<boolean> =>
  (await findExternalIds(pool, [userId])).has(userId)

/**
 * Gives rights of an administrator, which count from the user's next sign-in or refresh.
 * @returns whether that changed anything.
 */
export async function grantAdministrator(needs: Needs, change: Change): Promise<boolean> {
  return await withTransaction(needs.pool, async tx => {
    const { userId, actor, roles = [ADMIN] } = change
    const role = await lockRole(needs, tx, userId)
    const held = adminScopesOf(role)
    const added = [...new Set(roles)].filter(one => !held.includes(one))
    if (added.length === 0) return false
    const at = needs.clock.now()
    await setRole(tx, userId, { role: withRoles(role, added), at })
    await recordAdminAction(tx, { at, actor, action: 'ADMIN_GRANTED', userId, data: { roles: added } })
    return true
  })
}

/**
 * Takes rights of an administrator, and ends the user's sessions: their access tokens still have them.
 * @returns whether that changed anything.
 */
export async function revokeAdministrator(needs: Needs, change: Change): Promise<boolean> {
  const { userId, actor, roles } = change
  const at = needs.clock.now()
  const ended = await withTransaction(needs.pool, async tx => {
    const role = await lockRole(needs, tx, userId)
    const taken = adminScopesOf(role).filter(one => roles?.includes(one) ?? true)
    if (taken.length === 0) return null
    await setRole(tx, userId, { role: withoutRoles(role, taken), at })
    await recordAdminAction(tx, { at, actor, action: 'ADMIN_REVOKED', userId, data: { roles: taken } })
    return await endSessions(tx, { sessionId: null, userId }, at)
  })
  if (ended === null) return false
  await spreadRevocations(needs, ended, at)
  return true
}

type Administrator = User & {
  /** As they were given. */
  readonly roles: readonly AdminScope[]
  readonly twoFactorEnabled: boolean
  readonly deletionDueAt: Date | null
}

export async function listAdministrators({ pool }: Pick<Needs, 'pool'>): Promise<readonly Administrator[]> {
  const administrators = await findAdministrators(pool)
  const due = await findDeletionsDue(
    pool,
    administrators.map(({ id }) => id),
  )
  return administrators.map(({ role, ...user }) => ({
    ...user,
    roles: adminScopesOf(role),
    deletionDueAt: due.get(user.id) ?? null,
  }))
}

/** The newest actions of administrators and commands, newest first. */
export const listAdminLog = ({ pool }: Pick<Needs, 'pool'>) => findNewestAdminActions(pool, LOG_SHOWN_MAX)

async function lockRole(needs: Needs, tx: Queryable, userId: string): Promise<string | null> {
  const standing = await lockAccount(needs, tx, userId)
  if (standing === null) throw new Error(`Expected the id of a user, not ${userId}`)
  return standing.role
}
