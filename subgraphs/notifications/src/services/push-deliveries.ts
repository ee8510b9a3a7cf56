import { setTimeout as delay } from 'node:timers/promises'
import type { Delivery } from '../domain/delivery.js'
import { leaseDeliveries } from '../repositories/delivery.js'
import { findNotifications } from '../repositories/notification.js'
import { findSettings } from '../repositories/player.js'
import { findTokens } from '../repositories/push-token.js'
import { learnTimeZones } from './learn-time-zones.js'
import type { Needs } from './needs.js'
import { pushDelivery, type Contents } from './push-delivery.js'
import { wordNotifications } from './word-notifications.js'

/** Deliveries whose contents are read together. */
const BATCH_SIZE = 50
/** Deliveries that one process tries at the same time. Most of them wait for an answer. */
export const UNDER_WAY_MAX = 200
/** Longer than a try takes at the longest (push/provider.ts), so that no other process tries at the same time. */
const LEASE_MS = 60_000
/** While tries are under way, how often the next ones are looked for. */
const LOOK_INTERVAL_MS = 500

/**
 * Pushes what is due, until nothing is. Each delivery is leased, tried, and noted: a process that dies in between
 * leaves it to be tried again once the lease has ended, under the same id, by which the push service and the device
 * replace the first one instead of showing both (docs/decisions/111). No try waits for another one's answer: clients
 * name the servers of browsers, and one that never answers must hold up its own device only.
 */
export async function pushDeliveries(
  needs: Needs,
  { isStopped = notStopped }: { isStopped?: () => boolean } = {},
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  try {
    while (!isStopped() && failures.length === 0) {
      const leased = await lease(needs, Math.min(BATCH_SIZE, UNDER_WAY_MAX - underWay.size))
      if (leased.length === 0 && underWay.size === 0) return
      const contents = await readContents(needs, leased)
      for (const delivery of leased) {
        const one: Promise<void> = pushDelivery(needs, delivery, contents)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => underWay.delete(one))
        underWay.add(one)
      }
      if (leased.length === 0 || underWay.size >= UNDER_WAY_MAX)
        await Promise.race([...underWay, delay(LOOK_INTERVAL_MS, undefined, { ref: false })])
    }
  } finally {
    await Promise.all(underWay)
  }
  if (failures.length > 0) throw failures[0]
}

const notStopped = (): boolean => false

async function lease({ pool, clock }: Needs, limit: number): Promise<readonly Delivery[]> {
  const now = clock.now()
  return limit === 0 ? [] : await leaseDeliveries(pool, { now, until: new Date(now.getTime() + LEASE_MS), limit })
}

async function readContents(needs: Needs, leased: readonly Delivery[]): Promise<Contents> {
  if (leased.length === 0) return { tokens: new Map(), notifications: new Map(), settings: new Map() }
  const { pool } = needs
  const found = await findNotifications(pool, [...new Set(leased.map(({ notificationId }) => notificationId))])
  const notifications = [...found.values()]
  const words = await wordNotifications(needs, pool, notifications)
  const settings = await findSettings(pool, [...new Set(leased.map(({ userId }) => userId))])
  return {
    tokens: await findTokens(pool, [...new Set(leased.map(({ tokenId }) => tokenId))]),
    notifications: new Map(
      notifications.map((one, index) => [one.id, { ...one, title: '', body: '', ...words[index] }] as const),
    ),
    settings: await learnTimeZones(needs, settings),
  }
}
