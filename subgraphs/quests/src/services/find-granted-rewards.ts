import { eventTypes, type GrantedReward } from '@waystone/events'
import { findGrants } from '../repositories/game-event.js'
import type { Needs } from './needs.js'

const { data: grantData } = eventTypes['quest.reward_granted']

/**
 * The grants of the events with these ids, for the subgraphs that are to give them. Read where it was committed
 * before it was told.
 */
export async function findGrantedRewards(
  needs: Pick<Needs, 'pool'>,
  eventIds: readonly string[],
): Promise<GrantedReward[]> {
  const grants = await findGrants(needs.pool, eventIds)
  return grants.map(({ id, data }) => ({ eventId: id, ...grantData.parse(data) }))
}
