import { AWAY_MS } from '../../domain/party.js'
import { findAwayMembers, findParties } from '../../repositories/party.js'
import { deleteExpiredInvitations } from '../../repositories/party-invitation.js'
import type { Needs } from '../needs.js'
import { leaveAsAway } from './leave-party.js'
import { ringMembers } from './tell-party.js'

/** Of one run; the next one follows in seconds. */
const BATCH_MAX = 200

/** Has members leave whose sessions have ended, and deletes invitations that have expired. */
export async function sweepParties(needs: Needs): Promise<void> {
  const now = needs.clock.now()
  const expired = await deleteExpiredInvitations(needs.pool, now, BATCH_MAX)
  const parties = await findParties(needs.pool, [...new Set(expired)], now)
  for (const party of parties.values()) ringMembers(needs.pool, party)
  const before = new Date(now.getTime() - AWAY_MS)
  for (const userId of await findAwayMembers(needs.pool, { before, limit: BATCH_MAX }))
    await leaveAsAway(needs, { userId, before })
}
