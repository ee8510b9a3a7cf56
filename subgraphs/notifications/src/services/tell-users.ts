import { randomUUID } from 'node:crypto'
import type { Queryable } from '@waystone/kit/postgres'
import {
  ASKED_AGAIN_MS,
  askedBy,
  type Notice,
  type Notification,
  type NotificationKind,
} from '../domain/notification.js'
import { quietUntil } from '../domain/quiet-hours.js'
import { isAlwaysTold, settingOf, type Settings } from '../domain/settings.js'
import { insertDeliveries } from '../repositories/delivery.js'
import { findLastNotifications, insertNotifications } from '../repositories/notification.js'
import { lockPlayers } from '../repositories/player.js'
import { findTokensOf } from '../repositories/push-token.js'
import type { Needs } from './needs.js'

/**
 * Keeps what users are told, as each has set it, and has it pushed to their devices. In the transaction of what it is
 * made from, which happens once. Users whose accounts are deleted are told nothing.
 */
export async function tellUsers(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return
  const now = clock.now()
  const players = await lockPlayers(tx, countByUser(notices))
  const numbers = new Map(countByUser(notices))
  const told = notices.flatMap(notice => {
    const player = players.get(notice.userId)
    if (player === undefined) return []
    const left = numbers.get(notice.userId) ?? 0
    numbers.set(notice.userId, left - 1)
    const { inGame, push } = settingOf(player.kinds, notice.kind)
    const sequence = player.sequence - left + 1
    return inGame || push ? [{ ...notice, id: randomUUID(), sequence, inGame, push, createdAt: now }] : []
  })
  if (told.length === 0) return
  const asked = await findAsked(tx, told, now)
  await insertNotifications(tx, told)
  const pushed = told.filter(one => one.push && isNewlyAsked(one, asked))
  if (pushed.length === 0) return
  const tokens = await findTokensOf(tx, [...new Set(pushed.map(({ userId }) => userId))])
  const deliveries = pushed.flatMap(({ id: notificationId, userId, kind }) =>
    tokens
      .filter(token => token.userId === userId)
      .map(({ id: tokenId, platform, device }) => {
        const dueAt = pushableAt(kind, players.get(userId) ?? null, now)
        return { id: randomUUID(), notificationId, userId, tokenId, platform, device, createdAt: now, dueAt }
      }),
  )
  if (deliveries.length > 0) await insertDeliveries(tx, deliveries)
}

/** Notifications of a user that are looked through for what was asked before. */
const LOOKED_THROUGH_MAX = 50

type Asked = Pick<Notification, 'userId' | 'kind' | 'data' | 'sequence'>

/**
 * Finds the requests that these users got moments ago. Asking and withdrawing in turn makes entries of the list, but no
 * device ring each time.
 */
async function findAsked(tx: Queryable, told: readonly Asked[], now: Date): Promise<Set<string>> {
  const upTo = new Map<string, number>()
  for (const one of told)
    if (askedBy(one) !== null) upTo.set(one.userId, Math.min(upTo.get(one.userId) ?? Infinity, one.sequence - 1))
  if (upTo.size === 0) return new Set()
  const since = new Date(now.getTime() - ASKED_AGAIN_MS)
  const last = await findLastNotifications(tx, { upTo, since, limit: LOOKED_THROUGH_MAX })
  return new Set(last.flatMap(one => askedBy(one) ?? []))
}

function isNewlyAsked(one: Asked, asked: Set<string>): boolean {
  const what = askedBy(one)
  if (what === null) return true
  const isNew = !asked.has(what)
  asked.add(what)
  return isNew
}

/**
 * The moment from which a user may be pushed to: now, or the end of the quiet hours that last. Where the time zone is
 * not known, the push asks for it when it is due (learn-time-zones.ts): no other service is called in a transaction.
 */
export function pushableAt(
  kind: NotificationKind,
  settings: Pick<Settings, 'quietHours' | 'timeZone'> | null,
  now: Date,
): Date {
  const { quietHours = null, timeZone = null } = settings ?? {}
  if (quietHours === null || timeZone === null || isAlwaysTold(kind)) return now
  return quietUntil(quietHours, { moment: now, timeZone }) ?? now
}

function countByUser(notices: readonly Notice[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { userId } of notices) counts.set(userId, (counts.get(userId) ?? 0) + 1)
  return counts
}
