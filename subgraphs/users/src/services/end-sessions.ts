import { randomUUID } from 'node:crypto'
import { withTransaction, type Transaction } from '@waystone/kit/postgres'
import { optionalReason } from '../domain/operator-input.js'
import { endTokens, findOwners } from '../repositories/external-account.js'
import { closeExternalSessions } from '../repositories/external-session.js'
import { endSessions as endInDatabase, findSessions, type Ended } from '../repositories/session.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { tellSecurity } from './tell-security.js'

/**
 * Ends sessions and voids their access tokens, here at once and elsewhere within a second.
 * @param request.asker the session that ends the others; the owner of another one that ends is told of it
 * @param request.actor the administrator who ends another user's session
 * @param request.reason of the administrator, for the log of actions; null and '' give none
 * @returns how many were ended.
 * @throws RequestFault BAD_USER_INPUT for a reason that is too long.
 */
export async function endSessions(
  needs: Needs,
  request: Ended & { asker?: string; actor?: string; reason?: string | null },
): Promise<number> {
  const { asker, actor, reason: given = null, ...ended } = request
  const reason = optionalReason(given)
  const at = needs.clock.now()
  const { sessions, tokens } = await withTransaction(needs.pool, async tx => {
    const owner =
      ended.sessionId === null ? undefined : (await findSessions(tx, [ended.sessionId])).get(ended.sessionId)
    const toldId = asker === undefined || owner === undefined || owner.id === asker ? null : owner.userId
    // User, session: the order in which a ban locks them, too.
    if (toldId !== null) await lockAccount(needs, tx, toldId)
    const ids = await endInDatabase(tx, ended, at)
    if (toldId !== null)
      for (const sessionId of ids) await tellSecurity(tx, { userId: toldId, change: 'session_ended', sessionId, at })
    if (actor !== undefined && owner !== undefined && owner.userId !== actor && ids.length > 0) {
      const { userId, id: sessionId } = owner
      await recordAdminAction(tx, { at, actor, action: 'SESSION_ENDED', userId, reason, data: { sessionId } })
    }
    return { sessions: ids, tokens: needs.external === null ? [] : await closeHere(tx, { ended, ids, at }) }
  })
  await spreadRevocations(needs, [...sessions, ...tokens], at)
  return sessions.length + tokens.length
}

/**
 * The application goes on with a session that is ended here: it may not come back with its next request. JWTs
 * that name no session may be of any, so they end with each.
 */
async function closeHere(
  tx: Transaction,
  { ended, ids, at }: { ended: Ended; ids: readonly string[]; at: Date },
): Promise<string[]> {
  await closeExternalSessions(tx, ids, at)
  const owners = await findOwners(tx, ended.sessionId === null ? ids : [...ids, ended.sessionId])
  const tokens: string[] = []
  for (const userId of owners) {
    if (ended.userId !== null && ended.userId !== userId) continue
    tokens.push(...(await endTokens(tx, { userId, nextTokenSessionId: randomUUID(), at })))
  }
  return tokens
}

/** After the commit: this process needs no look at the database to refuse them. */
export async function spreadRevocations(needs: Needs, sessionIds: readonly string[], at: Date): Promise<void> {
  needs.revocations.add(sessionIds.map(sessionId => ({ sessionId, userId: null, revokedAtMs: at.getTime() })))
  await needs.cache.invalidate('session', sessionIds)
}
