import { parseEvent, type EventOf, type EventType } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import { erasePlayer } from './services/erase-player.js'
import { followBlocks } from './services/follow-blocks.js'
import { followParty } from './services/follow-party.js'
import { grantExperience } from './services/grant-experience.js'
import type { Needs } from './services/needs.js'

const consumed: ReadonlySet<string> = new Set<EventType>([
  'quest.reward_granted',
  'user.deleted',
  'party.changed',
  'blocks.changed',
])

/**
 * Consumes what quests grants, of which EXPERIENCE is this subgraph's to give, who is in which party, who has blocked
 * whom, and that accounts are deleted.
 */
export const createEventHandler =
  (needs: Needs): EventHandler =>
  async (envelope, tx) => {
    if (!consumed.has(envelope.type)) return
    const event = parseEvent(envelope)
    if (event.type === 'user.deleted') return await erasePlayer(needs, tx, event.data.userId)
    if (event.type === 'party.changed') return await followParty(needs, tx, event.data)
    if (event.type === 'blocks.changed') return await followBlocks(needs, tx, event.data)
    if (event.type !== 'quest.reward_granted') return
    const amount = experienceIn(event)
    if (amount === 0) return
    return await grantExperience(needs, tx, { eventId: event.id, userId: event.data.userId, amount })
  }

const experienceIn = ({ data }: EventOf<'quest.reward_granted'>): number =>
  data.rewards.reduce((sum, reward) => sum + (reward.kind === 'EXPERIENCE' ? reward.amount : 0), 0)
