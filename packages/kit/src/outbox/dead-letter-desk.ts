import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { insertAdminAction } from '../admin-actions/index.js'
import type { Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import type { Queryable } from '../postgres/index.js'
import { countDeadLetters, findDeadLettersAt, listDeadLetters, type DeadLetter } from './dead-letters.js'
import type { EventHandler } from './event-bus.js'
import { replayDeadLetters, type ReplayedEvent } from './replay-dead-letters.js'
import { withoutSecrets } from './without-secrets.js'

/** The dead letters of one subgraph, as administrators see and replay them. */
export interface DeadLetterDesk {
  /** `limit` dead letters behind a position, in the order in which a replay takes them. */
  page(of: { after: string | null; limit: number; isCounted: boolean }): Promise<DeadLetterPage>
  /**
   * Replays the dead letters at these positions, the earliest first. Each replay writes its administrative
   * action in the transaction that applies the event.
   * @returns the outcomes, in the order in which they were replayed
   */
  replay(of: { positions: readonly string[]; actor: string; reason: string }): Promise<readonly DeadLetterResult[]>
}

export interface DeadLetterPage {
  readonly letters: readonly ShownDeadLetter[]
  /** Of all; null unless it was asked for. */
  readonly totalCount: number | null
}

/** A dead letter without what may be secret, as JSON. */
export interface ShownDeadLetter {
  readonly position: string
  readonly producer: string
  readonly eventId: string
  readonly aggregateId: string
  readonly type: string
  readonly payload: unknown
  readonly error: string
  readonly attempts: number
  readonly occurredAt: string
  readonly firstFailedAt: string
  readonly lastFailedAt: string
}

export interface DeadLetterResult {
  readonly position: string
  /** `waiting`: an earlier one of its aggregate has to be replayed first. `gone`: it is a dead letter no more. */
  readonly outcome: ReplayedEvent['outcome'] | 'waiting' | 'gone'
  readonly error: string | null
}

interface Needs {
  readonly pool: Pool
  readonly handle: EventHandler
  readonly logger: Logger
  readonly clock: Clock
}

export function createDeadLetterDesk(needs: Needs): DeadLetterDesk {
  const { pool } = needs
  return {
    page: async ({ after, limit, isCounted }) => ({
      letters: (await listDeadLetters(pool, { after, limit })).map(shownOf),
      totalCount: isCounted ? await countDeadLetters(pool) : null,
    }),
    replay: async ({ positions, ...by }) => {
      const letters = new Map((await findDeadLettersAt(pool, positions)).map(letter => [letter.position, letter]))
      const results: DeadLetterResult[] = []
      for (const position of positions.toSorted((one, other) => Number(one) - Number(other))) {
        const letter = letters.get(position)
        results.push({ position, ...(letter === undefined ? gone : await replayOne(needs, letter, by)) })
      }
      return results
    },
  }
}

const gone = { outcome: 'gone', error: null } as const

async function replayOne(
  { pool, handle, logger, clock }: Needs,
  { position, producer, event }: DeadLetter,
  by: { actor: string; reason: string },
): Promise<Omit<DeadLetterResult, 'position'>> {
  let replayed: ReplayedEvent | undefined
  await replayDeadLetters({
    pool,
    handle,
    logger,
    producer,
    aggregateId: event.aggregateId,
    eventId: event.id,
    record: (tx, result) => record(tx, result, { ...by, at: clock.now() }),
    onEvent: result => {
      replayed = result
    },
  })
  if (replayed !== undefined) return { outcome: replayed.outcome, error: replayed.error }
  const isLeft = (await findDeadLettersAt(pool, [position])).length > 0
  return isLeft ? { outcome: 'waiting', error: null } : gone
}

const record = (
  tx: Queryable,
  { producer, event, outcome }: ReplayedEvent,
  { actor, reason, at }: { actor: string; reason: string; at: Date },
): Promise<void> =>
  insertAdminAction(tx, {
    id: randomUUID(),
    at,
    actor,
    action: 'DEAD_LETTER_REPLAYED',
    userId: event.aggregateId,
    reason,
    data: { producer, eventId: event.id, type: event.type, outcome },
  })

const shownOf = ({ event, error, attempts, ...letter }: DeadLetter): ShownDeadLetter => ({
  position: letter.position,
  producer: letter.producer,
  eventId: event.id,
  aggregateId: event.aggregateId,
  type: event.type,
  payload: withoutSecrets(event.data),
  error,
  attempts,
  occurredAt: event.occurredAt,
  firstFailedAt: letter.firstFailedAt.toISOString(),
  lastFailedAt: letter.lastFailedAt.toISOString(),
})
