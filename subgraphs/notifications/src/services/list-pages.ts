import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import type { Delivery } from '../domain/delivery.js'
import type { Mail } from '../domain/mail.js'
import type { Notification } from '../domain/notification.js'
import { countLog, findLogPage, type LogFilter } from '../repositories/delivery.js'
import { countMails, findMailPage } from '../repositories/mail.js'
import { countNotifications, findNotificationPage } from '../repositories/notification.js'
import { sequenceBelow } from '../repositories/pages.js'

/** A page of a list, one row more than it holds, and the count of the whole list, made when it is asked for. */
export interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly count: () => Promise<number>
}

export const listNotifications = async (
  db: Queryable,
  { userId, unreadOnly, page }: { userId: string; unreadOnly: boolean; page: Page },
): Promise<Listed<Notification>> => ({
  rows: await findNotificationPage(db, { userId, unreadOnly, below: sequenceBelow(page), limit: page.limit + 1 }),
  count: async () => (await countNotifications(db, { userIds: [userId], unreadOnly })).get(userId) ?? 0,
})

export const listMails = async (
  db: Queryable,
  { userId, page }: { userId: string; page: Page },
): Promise<Listed<Mail>> => ({
  rows: await findMailPage(db, { userId, after: page.after, limit: page.limit + 1 }),
  count: () => countMails(db, userId),
})

export const listLog = async (
  db: Queryable,
  { filter, page }: { filter: LogFilter; page: Page },
): Promise<Listed<Delivery>> => ({
  rows: await findLogPage(db, { ...filter, after: page.after, limit: page.limit + 1 }),
  count: () => countLog(db, filter),
})
