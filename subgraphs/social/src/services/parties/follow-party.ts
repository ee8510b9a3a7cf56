import { createLiveStream } from '@waystone/kit/live'
import type { Party, PartyInvitation } from '../../domain/party.js'
import type { Needs } from '../needs.js'
import { invitationTopic, partyTopic } from './tell-party.js'

/** The reads of subscriptions; those that look at once share a statement. */
export interface NewestParties {
  readonly partyOf: (userId: string) => Promise<Party | null>
  readonly invitationsTo: (userId: string) => Promise<readonly PartyInvitation[]>
}

type Following = Needs & { readonly newestParties: NewestParties }

/** Streams a user's party: as it is, where there is one, then whenever it has changed; null for none. */
export async function followParty(
  { live, logger, newestParties }: Following,
  userId: string,
): Promise<AsyncIterableIterator<Party | null>> {
  const bell = await live.follow(partyTopic(userId))
  let told = stateOf(null)
  const read = async () => {
    const party = await newestParties.partyOf(userId)
    const state = stateOf(party)
    if (state === told) return { items: [] }
    told = state
    return { items: [party] }
  }
  return createLiveStream({ bell, read, logger })
}

/** Streams a user's invitations: those that wait, then each that comes or is renewed. */
export async function followInvitations(
  { live, logger, newestParties }: Following,
  userId: string,
): Promise<AsyncIterableIterator<PartyInvitation>> {
  const bell = await live.follow(invitationTopic(userId))
  let told = new Set<string>()
  const read = async () => {
    const waiting = await newestParties.invitationsTo(userId)
    const news = waiting.filter(invitation => !told.has(stateOf(invitation)))
    told = new Set(waiting.map(stateOf))
    return { items: news.toReversed() }
  }
  return createLiveStream({ bell, read, logger })
}

const stateOf = (value: Party | PartyInvitation | null): string => JSON.stringify(value)
