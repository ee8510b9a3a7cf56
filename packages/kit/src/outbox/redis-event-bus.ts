import { systemClock, type Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'
import { connectRedis } from '../redis/index.js'
import { createBusMetrics } from './bus-metrics.js'
import { createEventApplier } from './event-applier.js'
import type { EventBus } from './event-bus.js'
import type { EventKeys } from './event-signatures.js'
import { defaultRetryPolicy, type RetryPolicy } from './failures.js'
import { setRefusedAside } from './refused-events.js'
import type { RefusedEntry } from './shard-reader.js'
import { ownShards } from './shard-ownership.js'
import { consumeStreams, type StreamConsumer } from './stream-consumer.js'
import { relayToStreams, type StreamRelay } from './stream-relay.js'
import { defineStreamScripts } from './stream-scripts.js'
import { hasAcknowledged, type StreamPosition } from './stream-positions.js'
import { shards, streamKey } from './streams.js'
import { createWakeup } from './wakeup.js'

const SETTLED_POLL_MS = 20

/**
 * Carries events over Redis Streams. Redis may lose everything and nothing is lost: the outbox keeps each
 * event until all groups that `consumers` names for its producer have acknowledged it.
 */
export function createRedisEventBus(options: {
  url: string
  logger: Logger
  metrics: Registry
  consumers: Readonly<Record<string, readonly string[]>>
  /** The keys that this process signs its events with, and those whose signatures it believes. */
  keys: EventKeys
  clock?: Clock
  retry?: RetryPolicy
}): EventBus {
  const { url, logger, consumers, keys: eventKeys, clock = systemClock, retry = defaultRetryPolicy } = options
  const metrics = createBusMetrics(options.metrics)
  const commands = connectRedis({ url, logger, role: 'commands' })
  const scripts = defineStreamScripts(commands)
  const relays = new Set<StreamRelay>()
  const running = new Set<StreamConsumer>()
  const stops = new Set<() => Promise<void>>()
  let finishedCount = 0

  /** Runs `stop` once, whether its owner or `close` calls it first. */
  const stoppable = (stop: () => Promise<void>) => {
    let stopping: Promise<void> | undefined
    const once = () => (stopping ??= stop().finally(() => stops.delete(once)))
    stops.add(once)
    return { stop: once }
  }

  const isDrained = async ({ producer, group }: StreamConsumer): Promise<boolean> => {
    const anywhere = shards.flatMap(() => ['', ''])
    const keys = shards.map(shard => streamKey(producer, shard))
    const [, ...streams] = (await scripts.positions.run(keys, anywhere)) as [string, ...StreamPosition[]]
    return streams.every(([end, positions]) => end === '0-0' || hasAcknowledged(positions, group, end))
  }

  const reportRefused = (refused: { group: string; producer: string; entries: readonly RefusedEntry[] }) => {
    const { group, producer, entries } = refused
    for (const reason of new Set(entries.map(entry => entry.reason))) {
      const alike = entries.filter(entry => entry.reason === reason)
      metrics.refused.inc({ group, producer, reason }, alike.length)
      const about = {
        group,
        producer,
        reason,
        entries: alike.length,
        stream: alike[0]?.stream,
        first: alike[0]?.streamId,
      }
      logger.error(
        about,
        'entries that are not shown to be their producer’s were refused; see "npx waystone events dead"',
      )
    }
  }

  return {
    relay: async ({ producer, pool }) => {
      const signer = eventKeys.signerOf(producer)
      const groups = consumers[producer] ?? []
      const relay = relayToStreams({ producer, pool, groups, signer, scripts, logger, metrics })
      relays.add(relay)
      return stoppable(async () => {
        relays.delete(relay)
        await relay.stop()
      })
    },
    consume: async ({ group, producers, pool, handle }) => {
      const applier = createEventApplier({ group, pool, handle, retry, clock, logger, metrics })
      const wakeups = producers.map(() => createWakeup())
      const onChange = () => {
        for (const wakeup of wakeups) wakeup.wake()
      }
      const ownership = ownShards({ group, producers, pool, logger, onChange })
      const mine = producers.map((producer, place) =>
        consumeStreams({
          group,
          producer,
          owned: () => ownership.owned(producer),
          applier,
          commands,
          blocking: connectRedis({ url, logger, role: 'blocking' }),
          scripts,
          verifier: eventKeys.verifierOf(producer),
          refuse: async entries => {
            await setRefusedAside(pool, producer, entries)
            reportRefused({ group, producer, entries })
          },
          wakeup: wakeups[place] ?? createWakeup(),
          logger,
          onFinished: count => {
            finishedCount += count
          },
        }),
      )
      for (const consumer of mine) running.add(consumer)
      return stoppable(async () => {
        for (const consumer of mine) running.delete(consumer)
        await Promise.all(mine.map(consumer => consumer.stop()))
        await ownership.stop()
      })
    },
    settled: async () => {
      // Events that were applied during a check may have caused new ones in a relay that was checked before:
      // then check again.
      for (let before = -1; before !== finishedCount; ) {
        before = finishedCount
        for (const relay of relays) await until(() => relay.isAllSent())
        for (const consumer of running) await until(() => isDrained(consumer))
      }
    },
    close: async () => {
      await Promise.all([...stops].map(stop => stop()))
      commands.disconnect()
    },
  }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check().catch(() => false))) await new Promise(resolve => setTimeout(resolve, SETTLED_POLL_MS))
}
