import type { Connection } from '@waystone/kit/graphql'
import type { Attachment } from './domain/attachment.js'
import type { Delivery } from './domain/delivery.js'
import type { Mail } from './domain/mail.js'
import type { Notification } from './domain/notification.js'

/** The parent types of this subgraph's resolvers; codegen.ts names them. */
export type { Delivery as DeliveryParent } from './domain/delivery.js'
export type { Mail as MailParent } from './domain/mail.js'
export type { Notification as NotificationParent } from './domain/notification.js'
export type { PushToken as PushTokenParent } from './domain/push-token.js'
export type { Sending as SendingParent } from './domain/sending.js'
export type { Settings as NotificationSettingsParent } from './domain/settings.js'

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

export type CurrencyAttachmentParent = Extract<Attachment, { kind: 'CURRENCY' }>
export type ItemAttachmentParent = Extract<Attachment, { kind: 'ITEM' }>

/** Counts only when `totalCount` is selected. */
type CountedLater<Node> = Omit<Connection<Node>, 'totalCount'> & { readonly totalCount: () => Promise<number> }
export type NotificationConnectionParent = CountedLater<Notification>
export type MailConnectionParent = CountedLater<Mail>

/** An entry of the log is a delivery; its notification is there as long as it is. */
export interface NotificationLogEntryParent {
  readonly delivery: Delivery
  readonly notification: Notification
}
export type NotificationLogConnectionParent = CountedLater<NotificationLogEntryParent>
