import { parseUuid } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { isMember, type Party } from '../../domain/party.js'
import { notAllowed, userNotFound } from '../../errors.js'
import { saveLeader } from '../../repositories/party.js'
import type { Needs } from '../needs.js'
import { changeOwnParty } from './change-party.js'
import { takeOut } from './leave-party.js'
import { tellParty } from './tell-party.js'

interface OfMember {
  readonly leaderId: string
  readonly member: string
}

/** The leader sends a member away. */
export const kickFromParty = async (needs: Needs, of: OfMember) =>
  await asLeader(needs, of, (tx, party, userId) => takeOut(needs, tx, { party, userId }))

/** The leader hands the party over to a member. */
export const makePartyLeader = async (needs: Needs, of: OfMember) =>
  await asLeader(needs, of, async (tx, { id: partyId }, leaderId) => {
    await saveLeader(tx, { partyId, leaderId })
    return await tellParty(needs, tx, { partyId })
  })

async function asLeader(
  needs: Needs,
  { leaderId, member }: OfMember,
  act: (tx: Queryable, party: Party, memberId: string) => Promise<Party | null>,
) {
  const memberId = parseUuid(member)
  if (memberId === leaderId) return notAllowed('This is done to another member, not to oneself')
  return await changeOwnParty(needs, leaderId, async (tx, party) => {
    if (party === null) return notAllowed('You are in no party')
    if (party.leaderId !== leaderId) return notAllowed('Only the leader of the party does this')
    if (memberId === null || !isMember(party, memberId)) return userNotFound()
    const after = await act(tx, party, memberId)
    if (after === null) throw new Error(`The party ${party.id} is gone with its leader in it`)
    return { __typename: 'Party', ...after } as const
  })
}
