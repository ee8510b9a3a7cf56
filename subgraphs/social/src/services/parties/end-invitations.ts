import type { Queryable } from '@waystone/kit/postgres'
import { tellAfterCommit } from '@waystone/kit/live'
import { deleteInvitationsBetween } from '../../repositories/party-invitation.js'
import { invitationTopic } from './tell-party.js'

/** Takes back what one user has invited another to; those of the other way are seen no more (docs/decisions/104). */
export async function endInvitations(tx: Queryable, { fromId, toId }: { fromId: string; toId: string }): Promise<void> {
  const ended = await deleteInvitationsBetween(tx, { fromId, toId })
  if (ended.length > 0) tellAfterCommit(tx, invitationTopic(toId))
}
