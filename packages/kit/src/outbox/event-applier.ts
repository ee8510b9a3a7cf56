import type { Pool } from 'pg'
import type { Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import { withTransaction, type Queryable } from '../postgres/index.js'
import type { BusMetrics } from './bus-metrics.js'
import { buryEvent, findBlockedAggregates, lockDeadLetters, parkEvents } from './dead-letters.js'
import { findDeniedEvents, insertDeniedEvents } from './denied-events.js'
import type { AfterCommit, EventEnvelope, EventHandler } from './event-bus.js'
import { insertForgottenEvents, isOld, recallEvents } from './forgotten-events.js'
import { isOutage, isPermanent, retryDelayMs, textOf, type RetryPolicy } from './failures.js'
import { claimEvents, unclaimEvents } from './inbox.js'

/** Events of one transaction: large enough to share the commit, small enough to hold its locks briefly. */
const BATCH_MAX = 100

export interface ApplierOptions {
  group: string
  pool: Pool
  handle: EventHandler
  retry: RetryPolicy
  clock: Clock
  logger: Logger
  metrics: BusMetrics
}

/** Applies events for one group: inbox and effect in one transaction, in order within each aggregate. */
export interface EventApplier {
  /**
   * Events come in the order of their producer. Those not named in `held` are finished: applied, known from
   * before, refused, or dead letters. The held ones failed or stand behind such; they are to be passed again,
   * in order, before later events.
   * @throws when the database, or a producer that has to confirm its events, cannot be reached; nothing is
   * finished then that was not committed, and all may come again.
   */
  apply(producer: string, events: readonly EventEnvelope[]): Promise<{ held: ReadonlySet<string>; retryInMs: number }>
}

interface Failure {
  attempts: number
  readonly firstFailedAt: Date
  retryAtMs: number
}

export function createEventApplier(options: ApplierOptions): EventApplier {
  const { group, pool, clock, retry, logger, metrics } = options
  /** By producer and aggregate: its first event that is not applied is failing. */
  const failures = new Map<string, Failure>()
  const keyOf = (producer: string, event: EventEnvelope) => `${producer} ${event.aggregateId}`

  const applyBatch = async (producer: string, events: readonly EventEnvelope[]) => {
    const outcome = await withTransaction(pool, tx =>
      applyInTransaction(tx, { producer, events, handle: options.handle }),
    )
    await runAfterCommits(outcome.callbacks, logger)
    const nowMs = clock.now().getTime()
    for (const event of outcome.applied) {
      metrics.lag.observe({ group, producer }, Math.max(0, nowMs - Date.parse(event.occurredAt)) / 1000)
    }
    metrics.applied.inc({ group, producer }, outcome.applied.length)
    metrics.dead.inc({ group, producer }, outcome.parked)
    metrics.duplicates.inc({ group, producer }, events.length - outcome.applied.length - outcome.parked)
  }

  /** @returns whether the event is finished. */
  const applyAlone = async (producer: string, event: EventEnvelope): Promise<boolean> => {
    const key = keyOf(producer, event)
    try {
      await applyBatch(producer, [event])
      failures.delete(key)
      return true
    } catch (error) {
      if (isOutage(error)) throw error
      metrics.failed.inc({ group, producer })
      const now = clock.now()
      const failure = failures.get(key) ?? { attempts: 0, firstFailedAt: now, retryAtMs: 0 }
      failure.attempts += 1
      const about = { err: error, group, producer, event: event.id, type: event.type, attempts: failure.attempts }
      if (!isPermanent(error) && failure.attempts < retry.attemptsMax) {
        failure.retryAtMs = now.getTime() + retryDelayMs(retry, failure.attempts)
        failures.set(key, failure)
        logger.warn(about, 'an event could not be applied, it is tried again')
        return false
      }
      const { attempts, firstFailedAt } = failure
      const letter = { producer, event, error: textOf(error), attempts, firstFailedAt }
      if (await withTransaction(pool, tx => buryUnlessApplied(tx, letter))) {
        metrics.dead.inc({ group, producer })
        logger.error(about, 'an event could not be applied and is a dead letter now')
      }
      failures.delete(key)
      return true
    }
  }

  const applyEach = async (producer: string, events: readonly EventEnvelope[], held: Set<string>) => {
    const stuck = new Set<string>()
    for (const event of events) {
      if (stuck.has(event.aggregateId) || !(await applyAlone(producer, event))) {
        stuck.add(event.aggregateId)
        held.add(event.id)
      }
    }
  }

  /** @returns those that are refused now, and finished. */
  const refuseDenied = async (
    producer: string,
    events: readonly EventEnvelope[],
  ): Promise<ReadonlySet<EventEnvelope>> => {
    const denied = await findDeniedEvents(options.handle, { producer, events }).catch((error: unknown) => {
      metrics.unanswered.inc({ group, producer })
      throw error
    })
    if (denied.length > 0) {
      await withTransaction(pool, tx => insertDeniedEvents(tx, producer, denied))
      metrics.refused.inc({ group, producer, reason: 'denied' }, denied.length)
      const about = { group, producer, reason: 'denied', events: denied.length, first: denied[0]?.id }
      logger.error(about, 'events that their producer does not confirm were refused; see "npx waystone events dead"')
    }
    return new Set(denied)
  }

  /** Of events older than the inbox. @returns those that are known from before or refused now, and finished. */
  const settleOld = async (producer: string, events: readonly EventEnvelope[]): Promise<ReadonlySet<EventEnvelope>> => {
    const now = clock.now()
    const old = events.filter(event => isOld(event, now))
    if (old.length === 0) return new Set()
    const { known, forgotten } = await recallEvents(pool, producer, old)
    metrics.duplicates.inc({ group, producer }, known.size)
    if (forgotten.length > 0) {
      await withTransaction(pool, tx => insertForgottenEvents(tx, producer, forgotten))
      metrics.refused.inc({ group, producer, reason: 'forgotten' }, forgotten.length)
      const about = { group, producer, reason: 'forgotten', events: forgotten.length, first: forgotten[0]?.id }
      logger.error(about, 'events that may have been applied long ago were refused; see "npx waystone events dead"')
    }
    return new Set([...known, ...forgotten])
  }

  const apply: EventApplier['apply'] = async (producer, events) => {
    const held = new Set<string>()
    const nowMs = clock.now().getTime()
    const isWaiting = (event: EventEnvelope) => (failures.get(keyOf(producer, event))?.retryAtMs ?? 0) > nowMs
    const [waiting, ready] = partition(events, isWaiting)
    for (const event of waiting) held.add(event.id)
    const settled = await settleOld(producer, ready)
    const current = ready.filter(event => !settled.has(event))
    const denied = await refuseDenied(producer, current)
    const [due, sound] = partition(
      current.filter(event => !denied.has(event)),
      event => failures.has(keyOf(producer, event)),
    )
    for (let start = 0; start < sound.length; start += BATCH_MAX) {
      // One that fails within this very call makes the later events of its aggregate wait, too.
      const chunk = sound.slice(start, start + BATCH_MAX)
      const [behind, free] = partition(chunk, event => failures.has(keyOf(producer, event)))
      for (const event of behind) held.add(event.id)
      try {
        if (free.length > 0) await applyBatch(producer, free)
      } catch (error) {
        if (isOutage(error)) throw error
        await applyEach(producer, free, held)
      }
    }
    await applyEach(producer, due, held)
    let retryAtMs = Infinity
    for (const event of events) {
      if (held.has(event.id)) retryAtMs = Math.min(retryAtMs, failures.get(keyOf(producer, event))?.retryAtMs ?? 0)
    }
    return { held, retryInMs: Math.max(0, retryAtMs - clock.now().getTime()) }
  }
  return { apply }
}

/**
 * One transaction: claim in the inbox first (waits for a process that applies the same events), then find the
 * blocked events, then the effects.
 */
async function applyInTransaction(
  tx: Queryable,
  options: { producer: string; events: readonly EventEnvelope[]; handle: EventHandler },
): Promise<{ applied: EventEnvelope[]; parked: number; callbacks: AfterCommit[] }> {
  const { producer, events, handle } = options
  const claimed = await claimEvents(
    tx,
    producer,
    events.map(event => event.id),
  )
  // An event sent twice may stand twice in a batch: its first place counts.
  const fresh = events.filter(event => claimed.delete(event.id))
  if (fresh.length === 0) return { applied: [], parked: 0, callbacks: [] }
  const blocked = await findBlocked(tx, producer, fresh)
  const [parked, applied] = partition(fresh, event => blocked.has(event.aggregateId))
  if (parked.length > 0) {
    await unclaimEvents(
      tx,
      producer,
      parked.map(event => event.id),
    )
    await parkEvents(tx, producer, parked)
  }
  return { applied, parked: parked.length, callbacks: await handleAll(tx, applied, handle) }
}

async function handleAll(
  tx: Queryable,
  events: readonly EventEnvelope[],
  handle: EventHandler,
): Promise<AfterCommit[]> {
  if (handle.together !== undefined && events.length > 1) {
    await handle.together(events, tx)
    return []
  }
  const callbacks: AfterCommit[] = []
  for (const event of events) {
    const afterCommit = await handle(event, tx)
    if (afterCommit !== undefined) callbacks.push(afterCommit)
  }
  return callbacks
}

async function findBlocked(tx: Queryable, producer: string, events: readonly EventEnvelope[]): Promise<Set<string>> {
  const aggregateIds = [...new Set(events.map(event => event.aggregateId))]
  const seen = await findBlockedAggregates(tx, producer, aggregateIds)
  if (seen.size === 0) return seen
  // A replay may be taking the last of them right now: look again once it is through.
  await lockDeadLetters(tx, producer, seen)
  return await findBlockedAggregates(tx, producer, [...seen])
}

/** @returns false when another process applied the event in the meantime. */
async function buryUnlessApplied(tx: Queryable, letter: Parameters<typeof buryEvent>[1]): Promise<boolean> {
  const { producer, event } = letter
  // Claiming and unclaiming keeps other processes from applying it until this is committed.
  if (!(await claimEvents(tx, producer, [event.id])).has(event.id)) return false
  await lockDeadLetters(tx, producer, [event.aggregateId])
  await buryEvent(tx, letter)
  await unclaimEvents(tx, producer, [event.id])
  return true
}

/** The effects are committed: a failure here is logged and does not undo them. */
export async function runAfterCommits(callbacks: readonly AfterCommit[], logger: Logger): Promise<void> {
  await Promise.all(
    callbacks.map(async callback => {
      try {
        await callback()
      } catch (error) {
        logger.error({ err: error }, 'what follows the commit of an event failed')
      }
    }),
  )
}

function partition<T>(values: readonly T[], belongs: (value: T) => boolean): [T[], T[]] {
  const inside: T[] = []
  const outside: T[] = []
  for (const value of values) (belongs(value) ? inside : outside).push(value)
  return [inside, outside]
}
