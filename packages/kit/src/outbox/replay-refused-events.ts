import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { withTransaction, type Queryable } from '../postgres/index.js'
import { findBlockedAggregates, lockDeadLetters, parkEvents } from './dead-letters.js'
import { runAfterCommits } from './event-applier.js'
import { findDeniedEvents } from './denied-events.js'
import type { EventEnvelope, EventHandler } from './event-bus.js'
import type { EventKeys, RefusalReason } from './event-signatures.js'
import { isOutage, textOf } from './failures.js'
import { findBehindHorizon } from './forgotten-events.js'
import { claimEvents, unclaimEvents } from './inbox.js'
import { deleteRefusedEvent, listRefusedEvents, type RefusedEvent, type RefusedEventFilter } from './refused-events.js'
import { parseEnvelope } from './stream-entry.js'

const LIST_MAX = 100

/** The outcome of a refused event. */
export interface ReplayedRefusal {
  readonly refused: RefusedEvent
  /**
   * `known`: it has come in another way. `parked`: it waits behind a dead letter. `refused`: it does not
   * verify, is denied, or may have been applied long ago, now either.
   */
  readonly outcome: 'applied' | 'known' | 'parked' | 'refused' | 'failed'
  readonly error: string | null
}

/**
 * Checks refused events by the current keys, asks their producer where that has to confirm them, and applies
 * those that pass: real ones whose key was not known. Events that still do not pass, or fail, stay. Later
 * events have not waited for them. One that the inbox may have forgotten is applied only where `eventId` names it.
 * @throws when the database, or a producer that has to confirm its events, cannot be reached.
 */
export async function replayRefusedEvents(
  options: RefusedEventFilter & {
    pool: Pool
    keys: EventKeys
    handle: EventHandler
    logger: Logger
    onEvent?: ((replayed: ReplayedRefusal) => void) | undefined
  },
): Promise<void> {
  const { pool, onEvent } = options
  for (let after = '0'; ; ) {
    const listed = await listRefusedEvents(pool, { ...options, limit: LIST_MAX, after })
    for (const refused of listed) {
      const event = parseEnvelope(refused.text)
      const reason = await reasonToRefuse(refused, event, options)
      const outcome =
        event === null || reason !== null
          ? { outcome: 'refused' as const, error: reason }
          : await applyRefused(refused, event, { ...options, isNamed: options.eventId !== undefined })
      onEvent?.({ refused, ...outcome })
      after = refused.id
    }
    if (listed.length < LIST_MAX) return
  }
}

async function reasonToRefuse(
  refused: RefusedEvent,
  event: EventEnvelope | null,
  { keys, handle }: { keys: EventKeys; handle: EventHandler },
): Promise<RefusalReason | null> {
  if (event === null) return 'malformed'
  const { producer, stream, text, proof } = refused
  // A denied or forgotten event had verified before, and has no proof with it.
  const reason =
    refused.reason === 'denied' || refused.reason === 'forgotten'
      ? null
      : keys.verifierOf(producer).refusalOf({ stream, text, type: event.type }, proof)
  if (reason !== null) return reason
  return (await findDeniedEvents(handle, { producer, events: [event] })).length > 0 ? 'denied' : null
}

async function applyRefused(
  refused: RefusedEvent,
  event: EventEnvelope,
  { pool, handle, logger, isNamed }: { pool: Pool; handle: EventHandler; logger: Logger; isNamed: boolean },
): Promise<Pick<ReplayedRefusal, 'outcome' | 'error'>> {
  try {
    const { outcome, callbacks } = await withTransaction(pool, tx =>
      applyVerified(tx, { refused, event, handle, isNamed }),
    )
    await runAfterCommits(callbacks, logger)
    return { outcome, error: outcome === 'refused' ? 'forgotten' : null }
  } catch (error) {
    if (isOutage(error)) throw error
    logger.warn({ err: error, event: event.id, type: event.type }, 'a refused event verifies now, and failed')
    return { outcome: 'failed', error: textOf(error) }
  }
}

async function applyVerified(
  tx: Queryable,
  options: { refused: RefusedEvent; event: EventEnvelope; handle: EventHandler; isNamed: boolean },
) {
  const { refused, event, handle, isNamed } = options
  const { id, producer } = refused
  await lockDeadLetters(tx, producer, [event.aggregateId])
  const isNew = (await claimEvents(tx, producer, [event.id])).has(event.id)
  if (isNew && !isNamed && (await findBehindHorizon(tx, [event])).length > 0) {
    await unclaimEvents(tx, producer, [event.id])
    return { outcome: 'refused' as const, callbacks: [] }
  }
  await deleteRefusedEvent(tx, id)
  if (!isNew) return { outcome: 'known' as const, callbacks: [] }
  if ((await findBlockedAggregates(tx, producer, [event.aggregateId])).size > 0) {
    await unclaimEvents(tx, producer, [event.id])
    await parkEvents(tx, producer, [event])
    return { outcome: 'parked' as const, callbacks: [] }
  }
  const callback = await handle(event, tx)
  return { outcome: 'applied' as const, callbacks: callback === undefined ? [] : [callback] }
}
