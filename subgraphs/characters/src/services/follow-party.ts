import type { EventData } from '@waystone/events'
import type { AfterCommit } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { findCharactersInWorld } from '../repositories/character.js'
import { findPartyNumbers, savePartyMembership, type PartyMembership } from '../repositories/party-membership.js'
import { enrollUser } from '../repositories/roster.js'
import type { Needs } from './needs.js'

/**
 * Notes which party a user is in, and tells the world once it is committed. The world is told again by keepParties,
 * should this process end in between.
 */
export async function followParty(
  { world }: Pick<Needs, 'world'>,
  tx: Queryable,
  { userId, number: party, members, version }: EventData<'party.changed'>,
): Promise<AfterCommit | undefined> {
  // A deleted account leaves its party after this subgraph may have erased it.
  if ((await enrollUser(tx, userId)).isErased) return undefined
  const characterId = members.find(member => member.userId === userId)?.characterId ?? null
  const membership: PartyMembership = { userId, party, characterId, version }
  if (!(await savePartyMembership(tx, membership))) return undefined
  const ids = await findCharactersInWorld(tx, userId)
  return async () => {
    for (const id of ids) {
      const plays = characterId === null || characterId === id
      world.tell(id, { type: 'joinParty', party: plays ? party : 0 })
    }
  }
}

/** Tells the world of characters of this process whose party is another one than it knows. */
export async function keepParties({ pool, world }: Pick<Needs, 'pool' | 'world'>): Promise<void> {
  const live = [...(world.running?.loop.live.characters() ?? [])]
  if (live.length === 0) return
  const parties = await findPartyNumbers(
    pool,
    live.map(({ characterId }) => characterId),
  )
  for (const { characterId, party: known } of live) {
    const party = parties.get(characterId) ?? 0
    if (party !== known) world.tell(characterId, { type: 'joinParty', party })
  }
}
