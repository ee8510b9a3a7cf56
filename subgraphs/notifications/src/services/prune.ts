import { deleteMailsExpiredBefore } from '../repositories/mail.js'
import { deleteNotificationsBefore } from '../repositories/notification.js'
import type { Needs } from './needs.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** How long notifications are kept, with the log of what was pushed of them. */
export const NOTIFICATIONS_KEPT_DAYS = 90
/** How long a mail can be read after it has expired. */
export const EXPIRED_MAILS_KEPT_DAYS = 30
const ROWS_PER_STATEMENT = 5_000

/** Removes notifications and expired mails whose time is over. What mails have granted stays. */
export async function prune({ pool, clock }: Pick<Needs, 'pool' | 'clock'>): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * DAY_MS)
  const limit = ROWS_PER_STATEMENT
  const jobs = [
    () => deleteNotificationsBefore(pool, { before: before(NOTIFICATIONS_KEPT_DAYS), limit }),
    () => deleteMailsExpiredBefore(pool, { before: before(EXPIRED_MAILS_KEPT_DAYS), limit }),
  ]
  for (const job of jobs) while ((await job()) === limit);
}
