import { systemClock, type Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import { Registry } from '../metrics/index.js'
import { createBusMetrics } from './bus-metrics.js'
import { createEventApplier } from './event-applier.js'
import type { EventBus } from './event-bus.js'
import { defaultRetryPolicy, type RetryPolicy } from './failures.js'
import { relayInProcess, type InProcessRelay, type LocalGroup } from './in-process-relay.js'

const SETTLED_POLL_MS = 5

/**
 * Hands events from outbox to inbox within one process, without Redis: same outbox, same inbox, same guarantees.
 * With `consumers` (by producer, the groups that consume it) nothing is handed over before all of them have been
 * registered; without, events go to those that are, and stay in the outbox while there are none.
 */
export function createInProcessEventBus(options: {
  logger: Logger
  metrics?: Registry
  consumers?: Readonly<Record<string, readonly string[]>>
  clock?: Clock
  retry?: RetryPolicy
}): EventBus {
  const {
    logger,
    metrics: registry = new Registry(),
    consumers,
    clock = systemClock,
    retry = defaultRetryPolicy,
  } = options
  const metrics = createBusMetrics(registry)
  const groups = new Set<LocalGroup>()
  const relays = new Set<InProcessRelay>()

  const groupsOf = (producer: string): LocalGroup[] => {
    const present = [...groups].filter(group => group.producers.includes(producer))
    const names = new Set(present.map(group => group.name))
    return consumers?.[producer]?.every(name => names.has(name)) === false ? [] : present
  }
  const wakeAll = () => {
    for (const relay of relays) relay.wake()
  }

  return {
    relay: async ({ producer, pool }) => {
      const relay = relayInProcess({ producer, pool, groups: () => groupsOf(producer), logger, metrics })
      relays.add(relay)
      return {
        stop: async () => {
          await relay.stop()
          relays.delete(relay)
        },
      }
    },
    consume: async ({ group: name, producers, pool, handle }) => {
      const group = {
        name,
        producers,
        applier: createEventApplier({ group: name, pool, handle, retry, clock, logger, metrics }),
      }
      groups.add(group)
      wakeAll()
      return {
        stop: async () => {
          groups.delete(group)
          await Promise.all([...relays].map(relay => relay.idle()))
        },
      }
    },
    settled: async () => {
      // Events that were handed over during a check may have caused new ones in a relay that was checked
      // before: then check again.
      for (let before = -1; before !== handedOver(relays); ) {
        before = handedOver(relays)
        for (const relay of relays) {
          while (groupsOf(relay.producer).length > 0 && !(await relay.isEmpty())) {
            await new Promise(resolve => setTimeout(resolve, SETTLED_POLL_MS))
          }
        }
      }
    },
    close: async () => {
      await Promise.all([...relays].map(relay => relay.stop()))
      relays.clear()
      groups.clear()
    },
  }
}

const handedOver = (relays: Iterable<InProcessRelay>): number => {
  let total = 0
  for (const relay of relays) total += relay.handedOver()
  return total
}
