import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Party } from '../../domain/party.js'
import { findMemberships, findParties, lockParty } from '../../repositories/party.js'
import { lockPlayers } from '../../repositories/player.js'
import type { Needs } from '../needs.js'

/**
 * Works on the party of a user under the locks of the user and of the party, in this order everywhere.
 * @param work is given null where the user is in no party
 */
export const changeOwnParty = async <Result>(
  needs: Pick<Needs, 'pool' | 'clock'>,
  userId: string,
  work: (tx: Queryable, party: Party | null) => Promise<Result>,
): Promise<Result> =>
  await withTransaction(needs.pool, async tx => {
    await lockPlayers(tx, [userId])
    return await work(tx, await lockOwnParty(needs, tx, userId))
  })

/** Under the lock of the user. Null where the user is in no party, or has just been sent away. */
export async function lockOwnParty(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  userId: string,
): Promise<Party | null> {
  const partyId = (await findMemberships(tx, [userId])).get(userId)
  if (partyId === undefined || !(await lockParty(tx, partyId))) return null
  const party = (await findParties(tx, [partyId], clock.now())).get(partyId)
  return party?.members.some(member => member.userId === userId) === true ? party : null
}
