import { withTransaction } from '@waystone/kit/postgres'
import { ATTEMPTS_MAX, retryDelayMs, type Delivery, type PushOutcome } from '../domain/delivery.js'
import { isOver, type Notification, type Words } from '../domain/notification.js'
import type { PushToken } from '../domain/push-token.js'
import { isAlwaysTold, type Settings } from '../domain/settings.js'
import { endDelivery, postponeDelivery, retryDelivery } from '../repositories/delivery.js'
import { noteTokenUsed } from '../repositories/push-token.js'
import { needsTimeZone } from './learn-time-zones.js'
import type { Needs } from './needs.js'
import { forgetToken } from './push-tokens.js'
import { pushableAt } from './tell-users.js'

/** Older notifications are pushed no more. */
const AGE_MAX_MS = 24 * 60 * 60 * 1_000
/** When a push is looked at again that waits for the time zone of its user. */
const ZONE_WAIT_MS = 60_000

/** The content of a batch of deliveries, and how their users are told. */
export interface Contents {
  readonly tokens: ReadonlyMap<string, PushToken>
  readonly notifications: ReadonlyMap<string, Notification & Words>
  readonly settings: ReadonlyMap<string, Settings>
}

/** Tries a delivery that was leased, and notes the outcome. */
export async function pushDelivery(needs: Needs, delivery: Delivery, contents: Contents): Promise<void> {
  const { pool, clock, logger, providers } = needs
  const { id, platform } = delivery
  const drop = (error: string) => endDelivery(pool, { id, status: 'DROPPED', error, at: clock.now() })
  const token = contents.tokens.get(delivery.tokenId)
  const notification = contents.notifications.get(delivery.notificationId)
  // Pruned or erased since it was leased: the delivery has gone with it.
  if (notification === undefined) return
  if (token === undefined || token.userId !== delivery.userId) return await drop('The device is gone')
  if (notification.readAt !== null && !isAlwaysTold(notification.kind))
    return await drop('The notification was read first')
  const now = clock.now()
  if (isOver(notification, now)) return await drop('It was over before it could be pushed')
  const dueAt = dueAtOf(contents, notification, now)
  if (dueAt > now) return await postponeDelivery(pool, id, dueAt)
  const provider = providers.get(platform)
  if (provider === undefined) return await drop(`${platform} is not set up`)
  const { title, body, kind, data } = notification
  const message = { notificationId: notification.id, deliveryId: id, kind, title, body, data }
  const outcome = await provider.push(token.token, message)
  if (outcome.kind !== 'sent') logger.info({ deliveryId: id, platform, ...outcome }, 'a push was not accepted')
  await note(needs, delivery, outcome)
}

function dueAtOf({ settings }: Contents, { userId, kind }: Pick<Notification, 'userId' | 'kind'>, now: Date): Date {
  const own = settings.get(userId)
  if (own !== undefined && needsTimeZone(own) && !isAlwaysTold(kind)) return new Date(now.getTime() + ZONE_WAIT_MS)
  return pushableAt(kind, own ?? null, now)
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
