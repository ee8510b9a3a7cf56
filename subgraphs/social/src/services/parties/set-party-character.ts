import { isOwnCharacter } from '@waystone/events'
import { parseUuid } from '@waystone/kit/graphql'
import { notAllowed } from '../../errors.js'
import { saveCharacter } from '../../repositories/party.js'
import type { Needs } from '../needs.js'
import { changeOwnParty } from './change-party.js'
import { tellParty } from './tell-party.js'

/** Says which character of the user's plays in the party; characters says whether it is the user's own. */
export async function setPartyCharacter(needs: Needs, { userId, character }: { userId: string; character: string }) {
  const characterId = parseUuid(character)
  const isOwn = characterId !== null && (await needs.serviceClient.call(isOwnCharacter, { userId, characterId })).isOwn
  if (!isOwn) return notAllowed('You have no character with this id')
  return await changeOwnParty(needs, userId, async (tx, party) => {
    if (party === null) return notAllowed('You are in no party')
    await saveCharacter(tx, { userId, characterId })
    const after = await tellParty(needs, tx, { partyId: party.id })
    if (after === null) throw new Error(`The party ${party.id} is gone under its lock`)
    return { __typename: 'Party', ...after } as const
  })
}
