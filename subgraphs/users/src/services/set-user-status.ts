import { RequestFault } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { optionalReason } from '../domain/operator-input.js'
import type { UserStatus } from '../domain/user.js'
import { endSessions } from '../repositories/session.js'
import { setBanned } from '../repositories/user.js'
import { spreadRevocations } from './end-sessions.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

/**
 * Bans a user, which ends all their sessions, or lifts the ban. Concurrent sign-ins wait for the same lock.
 * @param request.reason for the log of actions; null and '' give none
 * @throws RequestFault BAD_USER_INPUT for the statuses NEW and DELETED, a reason that is too long, and an unknown id.
 */
export async function setUserStatus(
  needs: Needs,
  request: { userId: string | null; status: UserStatus; reason: string | null; actor: string },
) {
  if (needs.external !== null)
    throw new RequestFault('BAD_USER_INPUT', 'Users are banned where their accounts were made')
  const { userId, status, actor } = request
  const reason = optionalReason(request.reason)
  if (status !== 'BANNED' && status !== 'ACTIVE')
    throw new RequestFault(
      'BAD_USER_INPUT',
      '"status" must be BANNED or ACTIVE; nobody becomes new again, and users delete themselves',
    )
  if (userId === null) throw noSuchUser()
  const at = needs.clock.now()
  const ended = await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null || standing.standing === 'DELETED') throw noSuchUser()
    const banned = status === 'BANNED'
    await setBanned(tx, userId, { banned, at })
    await recordAdminAction(tx, { at, actor, action: banned ? 'BANNED' : 'BAN_LIFTED', userId, reason })
    return banned ? await endSessions(tx, { sessionId: null, userId }, at) : []
  })
  await spreadRevocations(needs, ended, at)
  await needs.cache.invalidate('user', [userId])
  return { id: userId }
}

const noSuchUser = () => new RequestFault('BAD_USER_INPUT', '"userId" must be the id of a user')
