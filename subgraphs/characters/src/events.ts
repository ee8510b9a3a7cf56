import { parseEvent } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import { erasePlayer } from './services/erase-player.js'
import { grantExperience } from './services/grant-experience.js'
import type { Needs } from './services/needs.js'

/** Consumes what quests grants, of which EXPERIENCE is this subgraph's to give, and that accounts are deleted. */
export const createEventHandler =
  (needs: Needs): EventHandler =>
  async (envelope, tx) => {
    if (envelope.type !== 'quest.reward_granted' && envelope.type !== 'user.deleted') return
    const event = parseEvent(envelope)
    if (event.type === 'user.deleted') return await erasePlayer(needs, tx, event.data.userId)
    if (event.type !== 'quest.reward_granted') return
    const amount = event.data.rewards.reduce(
      (sum, reward) => sum + (reward.kind === 'EXPERIENCE' ? reward.amount : 0),
      0,
    )
    if (amount === 0) return
    return await grantExperience(needs, tx, { eventId: event.id, userId: event.data.userId, amount })
  }
