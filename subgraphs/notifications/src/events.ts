import { parseEvent, typesWithTimeZone, type EventOf, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { noticedTypes, noticesOf } from './domain/notices.js'
import { saveTimeZones } from './repositories/player.js'
import { erasePlayer } from './services/erase-player.js'
import type { Needs } from './services/needs.js'
import { tellUsers } from './services/tell-users.js'

const consumed: ReadonlySet<string> = new Set([...noticedTypes, ...typesWithTimeZone, 'user.deleted'])

/**
 * Consumes what users are told of, their time zones, and that accounts are deleted. Events of one batch are applied
 * by a few statements.
 */
export const createEventHandler = (needs: Pick<Needs, 'clock'>): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes.filter(({ type }) => consumed.has(type)).map(parseEvent)
    // The last one of a user counts.
    const zones = new Map(events.flatMap(event => (hasZone(event) ? [[event.data.userId, event.data.timeZone]] : [])))
    if (zones.size > 0) await saveTimeZones(tx, zones)
    await tellUsers(needs, tx, events.flatMap(noticesOf))
    // A user's last event from users.
    for (const event of events) if (event.type === 'user.deleted') await erasePlayer(needs, tx, event.data.userId)
  })

const hasZone = (event: EventOf<EventType>): event is EventOf<(typeof typesWithTimeZone)[number]> =>
  typesWithTimeZone.some(type => type === event.type)
