import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../logger/index.js'
import type { RedisConnection } from '../redis/index.js'
import type { EventApplier } from './event-applier.js'
import type { EventVerifier } from './event-signatures.js'
import { createShardReader, type RefusedEntry } from './shard-reader.js'
import type { StreamScripts } from './stream-scripts.js'
import type { Wakeup } from './wakeup.js'

/** The longest wait for new events; other changes are noticed at the latest then. */
const WAIT_MAX_MS = 500
const OUTAGE_DELAY_MS = 200

export interface StreamConsumer {
  readonly producer: string
  readonly group: string
  stop(): Promise<void>
}

/** Applies what comes in the streams of one producer that this process owns, and acknowledges what is finished. */
export function consumeStreams(options: {
  group: string
  producer: string
  owned: () => ReadonlyMap<number, string>
  applier: EventApplier
  commands: RedisConnection
  blocking: RedisConnection
  scripts: StreamScripts
  verifier: EventVerifier
  /** Sets entries aside before they are acknowledged. */
  refuse: (entries: readonly RefusedEntry[]) => Promise<void>
  wakeup: Wakeup
  logger: Logger
  onFinished: (count: number) => void
}): StreamConsumer {
  const { group, producer, owned, applier, refuse, wakeup, logger, onFinished } = options
  const stopping = new AbortController()
  const reader = createShardReader(options)
  let isInterrupted = false
  /** The acknowledgement of the last finished events, sent to Redis together with the next read. */
  let acknowledging: Promise<void> = Promise.resolve()

  const round = async (): Promise<void> => {
    reader.setOwned(owned())
    if (!(await reader.claim())) return await wakeup.wait(WAIT_MAX_MS)
    const [found] = await Promise.all([reader.read(), acknowledging])
    if (found === 'fenced') return
    const { messages, refused } = found
    if (refused.length > 0) await refuse(refused)
    isInterrupted = false
    if (messages.length + refused.length === 0) return await reader.waitForNew(WAIT_MAX_MS)
    const { held, retryInMs } = await applier.apply(
      producer,
      messages.map(message => message.event),
    )
    const finished = messages.filter(message => !held.has(message.event.id))
    acknowledging = reader.finish(
      [...finished, ...refused],
      messages.filter(message => held.has(message.event.id)),
    )
    // The next round awaits it and handles its error.
    acknowledging.catch(() => undefined)
    onFinished(finished.length)
    // Only those that wait for their time were there: it may come before anything new does.
    if (finished.length + refused.length === 0) await reader.waitForNew(Math.min(WAIT_MAX_MS, retryInMs))
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await round()
      } catch (error) {
        if (stopping.signal.aborted) break
        // Redis or the database does not answer. Events that were read and not acknowledged are read again.
        reader.reset()
        acknowledging = Promise.resolve()
        if (!isInterrupted) {
          const reason = error instanceof Error ? error.message : String(error)
          logger.warn({ group, producer, reason }, 'consuming events was interrupted; trying again')
        }
        isInterrupted = true
        await delay(OUTAGE_DELAY_MS)
      }
    }
    await acknowledging.catch(() => undefined)
  }
  const finished = run()
  return {
    producer,
    group,
    stop: async () => {
      stopping.abort()
      wakeup.wake()
      // Ends a wait for new events.
      options.blocking.disconnect()
      await finished
    },
  }
}
