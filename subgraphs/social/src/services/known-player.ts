import { findPlayers } from '@waystone/events'
import { parseUuid } from '@waystone/kit/graphql'
import type { Needs } from './needs.js'

/** The id of another user as the database writes it; null where users knows no such account, or it is deleted. */
export async function knownPlayer({ serviceClient }: Needs, given: string): Promise<string | null> {
  const userId = parseUuid(given)
  if (userId === null) return null
  const { players } = await serviceClient.call(findPlayers, { userIds: [userId] })
  return players.some(player => player.userId === userId) ? userId : null
}
