import { parseEvent } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import { erasePlayer } from './services/erase-player.js'
import type { Needs } from './services/needs.js'

/** Consumes that accounts are deleted. */
export const createEventHandler =
  (needs: Needs): EventHandler =>
  async (envelope, tx) => {
    if (envelope.type !== 'user.deleted') return
    const event = parseEvent(envelope)
    if (event.type === 'user.deleted') return await erasePlayer(needs, tx, event.data.userId)
  }
