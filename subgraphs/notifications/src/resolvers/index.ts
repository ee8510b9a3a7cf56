import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Attachment, CurrencyAttachment, ItemAttachment, Mail, Sending } from './mail.js'
import { Mutation } from './mutation.js'
import { Notification, NotificationSettings, PushToken } from './notification.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  User,
  Notification,
  NotificationSettings,
  NotificationConnection: { totalCount: connection => connection.totalCount() },
  NotificationLogConnection: { totalCount: connection => connection.totalCount() },
  NotificationLogEntry: { user: ({ delivery }) => ({ id: delivery.userId }) },
  PushToken,
  Mail,
  MailConnection: { totalCount: connection => connection.totalCount() },
  Attachment,
  CurrencyAttachment,
  ItemAttachment,
  Sending,
  RegisterPushTokenResult: resultType('PushToken'),
  NotificationSettingsResult: resultType('NotificationSettings'),
  ClaimMailResult: resultType('Mail'),
  SendResult: resultType('Sending'),
}
