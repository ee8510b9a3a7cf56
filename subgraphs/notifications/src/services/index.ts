import type { Queryable } from '@waystone/kit/postgres'
import { exportUser } from '../repositories/exported.js'
import type { Notification } from '../domain/notification.js'
import { claimMail, deleteMail, findClaimedMails } from './claim-mail.js'
import { continueSendings } from './continue-sendings.js'
import { followNotifications } from './follow-notifications.js'
import { listLog, listMails, listNotifications } from './list-pages.js'
import { markNotificationsRead, readMails } from './mark-read.js'
import type { Needs } from './needs.js'
import { prune } from './prune.js'
import { pushDeliveries } from './push-deliveries.js'
import { registerPushToken, removePushToken } from './push-tokens.js'
import { announce, sendMail, type AnnouncementDraft, type MailDraft } from './send.js'
import { updateSettings } from './update-settings.js'
import { wordNotifications } from './word-notifications.js'

export type Services = ReturnType<typeof createServices>

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs) => ({
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  followNotifications: (of: Parameters<typeof followNotifications>[1]) => followNotifications(needs, of),
  wordNotifications: (db: Queryable, notifications: readonly Notification[]) =>
    wordNotifications(needs, db, notifications),
  listNotifications,
  listMails,
  listLog,
  markNotificationsRead: (of: Parameters<typeof markNotificationsRead>[1]) => markNotificationsRead(needs, of),
  readMails: (of: Parameters<typeof readMails>[1]) => readMails(needs, of),
  updateSettings: (of: Parameters<typeof updateSettings>[1]) => updateSettings(needs, of),
  registerPushToken: (asked: Parameters<typeof registerPushToken>[1]) => registerPushToken(needs, asked),
  removePushToken: (of: Parameters<typeof removePushToken>[1]) => removePushToken(needs, of),
  claimMail: (of: Parameters<typeof claimMail>[1]) => claimMail(needs, of),
  deleteMail: (of: Parameters<typeof deleteMail>[1]) => deleteMail(needs, of),
  findClaimedMails: (eventIds: readonly string[]) => findClaimedMails(needs, eventIds),
  sendMail: (draft: MailDraft) => sendMail(needs, draft),
  announce: (draft: AnnouncementDraft) => announce(needs, draft),
  continueSendings: (until?: Parameters<typeof continueSendings>[1]) => continueSendings(needs, until),
  pushDeliveries: (until?: Parameters<typeof pushDeliveries>[1]) => pushDeliveries(needs, until),
  prune: () => prune(needs),
})
