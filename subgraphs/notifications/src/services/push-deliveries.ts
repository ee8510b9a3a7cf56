import { withTransaction } from '@waystone/kit/postgres'
import { ATTEMPTS_MAX, retryDelayMs, type Delivery, type PushOutcome } from '../domain/delivery.js'
import type { Notification, Words } from '../domain/notification.js'
import type { PushToken } from '../domain/push-token.js'
import { endDelivery, leaseDeliveries, postponeDelivery, retryDelivery } from '../repositories/delivery.js'
import { findNotifications } from '../repositories/notification.js'
import { findSettings } from '../repositories/player.js'
import { findTokens, noteTokenUsed } from '../repositories/push-token.js'
import type { Needs } from './needs.js'
import { forgetToken } from './push-tokens.js'
import { pushableAt } from './tell-users.js'
import { wordNotifications } from './word-notifications.js'

/** Deliveries that one process takes at once; all are tried at the same time. */
const BATCH_SIZE = 50
/** Longer than a try takes at the longest (push/provider.ts), so that no other process tries at the same time. */
const LEASE_MS = 60_000
/** Older notifications are pushed no more. */
const AGE_MAX_MS = 24 * 60 * 60 * 1_000

/**
 * Pushes what is due, until nothing is. Each delivery is leased, tried, and noted: a process that dies in between
 * leaves it to be tried again once the lease has ended, under the same id, by which the push service and the device
 * replace the first one instead of showing both (docs/decisions/111).
 */
export async function pushDeliveries(
  needs: Needs,
  { isStopped = notStopped }: { isStopped?: () => boolean } = {},
): Promise<void> {
  while (!isStopped()) {
    const now = needs.clock.now()
    const until = new Date(now.getTime() + LEASE_MS)
    const leased = await leaseDeliveries(needs.pool, { now, until, limit: BATCH_SIZE })
    if (leased.length === 0) return
    const contents = await readContents(needs, leased)
    await Promise.all(leased.map(delivery => deliver(needs, delivery, contents)))
    if (leased.length < BATCH_SIZE) return
  }
}

const notStopped = (): boolean => false

interface Contents {
  readonly tokens: ReadonlyMap<string, PushToken>
  readonly notifications: ReadonlyMap<string, Notification & Words>
  readonly settings: Awaited<ReturnType<typeof findSettings>>
}

async function readContents(needs: Needs, leased: readonly Delivery[]): Promise<Contents> {
  const { pool } = needs
  const found = await findNotifications(pool, [...new Set(leased.map(({ notificationId }) => notificationId))])
  const notifications = [...found.values()]
  const words = await wordNotifications(needs, pool, notifications)
  return {
    tokens: await findTokens(pool, [...new Set(leased.map(({ tokenId }) => tokenId))]),
    notifications: new Map(
      notifications.map((one, index) => [one.id, { ...one, title: '', body: '', ...words[index] }] as const),
    ),
    settings: await findSettings(pool, [...new Set(leased.map(({ userId }) => userId))]),
  }
}

async function deliver(needs: Needs, delivery: Delivery, { tokens, notifications, settings }: Contents): Promise<void> {
  const { pool, clock, logger, providers } = needs
  const { id, platform } = delivery
  const drop = (error: string) => endDelivery(pool, { id, status: 'DROPPED', error, at: clock.now() })
  const token = tokens.get(delivery.tokenId)
  const notification = notifications.get(delivery.notificationId)
  // Pruned or erased since it was leased: the delivery has gone with it.
  if (notification === undefined) return
  if (token === undefined || token.userId !== delivery.userId) return await drop('The device is gone')
  if (notification.readAt !== null) return await drop('The notification was read first')
  const now = clock.now()
  const dueAt = pushableAt(settings.get(delivery.userId) ?? null, now)
  if (dueAt > now) return await postponeDelivery(pool, id, dueAt)
  const provider = providers.get(platform)
  if (provider === undefined) return await drop(`${platform} is not set up`)
  const { title, body, kind, data } = notification
  const message = { notificationId: notification.id, deliveryId: id, kind, title, body, data }
  const outcome = await provider.push(token.token, message)
  if (outcome.kind !== 'sent') logger.info({ deliveryId: id, platform, ...outcome }, 'a push was not accepted')
  await note(needs, delivery, outcome)
}

async function note(needs: Needs, delivery: Delivery, outcome: PushOutcome): Promise<void> {
  const { pool, clock, draw } = needs
  const { id, tokenId, attempts, createdAt } = delivery
  const at = clock.now()
  switch (outcome.kind) {
    case 'sent':
      return await withTransaction(pool, async tx => {
        await endDelivery(tx, { id, status: 'SENT', error: null, at })
        await noteTokenUsed(tx, tokenId, at)
      })
    case 'gone':
      return await withTransaction(pool, async tx => {
        await endDelivery(tx, { id, status: 'DROPPED', error: outcome.error, at })
        await forgetToken(tx, { id: tokenId, userId: null, error: outcome.error })
      })
    case 'refused':
      return await endDelivery(pool, { id, status: 'FAILED', error: outcome.error, at })
    case 'retry': {
      const delayMs = retryDelayMs({ attempts, afterMs: outcome.afterMs, draw: draw() })
      const dueAt = new Date(at.getTime() + delayMs)
      const isTooLate = attempts >= ATTEMPTS_MAX || dueAt.getTime() - createdAt.getTime() > AGE_MAX_MS
      return isTooLate
        ? await endDelivery(pool, { id, status: 'FAILED', error: outcome.error, at })
        : await retryDelivery(pool, { id, error: outcome.error, dueAt })
    }
  }
}
