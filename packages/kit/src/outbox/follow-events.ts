import type { Logger } from '../logger/index.js'
import { connectRedis } from '../redis/index.js'
import type { EventEnvelope } from './event-bus.js'
import { shards, streamKey } from './streams.js'

const READ_MAX = 500
/** A waiting read is ended and started again after this, so that a lost connection is noticed. */
const BLOCK_MS = 5_000
const RETRY_PAUSE_MS = 500

/**
 * Hears of events as they are relayed, beside their consumers and without a place among them: nothing is
 * acknowledged, and what was missed is not sent again. For caches. After an outage `missed` is called:
 * anything may have happened.
 */
export async function followEvents(options: {
  url: string
  producers: readonly string[]
  logger: Logger
  heard: (events: readonly EventEnvelope[]) => Promise<void>
  missed: () => Promise<void>
}): Promise<{ stop(): Promise<void> }> {
  const { url, producers, logger, heard, missed } = options
  const following = { stopped: false }
  const follow = async (producer: string) => {
    // A producer's streams lie in one slot of a cluster, those of several do not.
    const connection = connectRedis({ url, logger, role: 'blocking' })
    const keys = shards.map(shard => streamKey(producer, shard))
    const after = new Map<string, string>()

    let handling: Promise<void> = Promise.resolve()
    const look = async () => {
      for (const key of keys) {
        const [last] = await connection.xrevrange(key, '+', '-', 'COUNT', 1)
        after.set(key, last?.[0] ?? '0-0')
      }
    }
    const read = async () => {
      const ids = keys.map(key => after.get(key) ?? '0-0')
      const answer = await connection.xread('COUNT', READ_MAX, 'BLOCK', BLOCK_MS, 'STREAMS', ...keys, ...ids)
      const events: EventEnvelope[] = []
      for (const [key, entries] of answer ?? []) {
        for (const [id, fields] of entries) {
          after.set(key, id)
          const text = fields[fields.indexOf('event') + 1]
          if (text !== undefined) events.push(JSON.parse(text) as EventEnvelope)
        }
      }
      if (events.length === 0) return
      handling = heard(events)
      await handling
    }
    let isBroken = false
    const onClose = () => {
      isBroken = true
    }
    connection.on('close', onClose)
    connection.on('node error', onClose)
    await look()
    const run = async () => {
      while (!following.stopped) {
        try {
          if (isBroken) {
            isBroken = false
            await look()
            await missed()
          }
          await read()
        } catch (error) {
          if (following.stopped) return
          isBroken = true
          logger.warn({ err: error, producer }, 'events cannot be followed now; trying on')
          await new Promise(resolve => setTimeout(resolve, RETRY_PAUSE_MS))
        }
      }
    }
    void run()
    return async () => {
      connection.disconnect()
      // A read that was to be sent again after an outage never ends; the handling of events that were read is
      // completed.
      await handling.catch(() => undefined)
    }
  }
  const stops = await Promise.all(producers.map(follow))
  return {
    stop: async () => {
      following.stopped = true
      await Promise.all(stops.map(stop => stop()))
    },
  }
}
