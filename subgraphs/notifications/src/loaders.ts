import type { Viewer } from '@waystone/kit/auth'
import type { RequestReads } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Delivery } from './domain/delivery.js'
import type { Mail } from './domain/mail.js'
import type { Notification, Words } from './domain/notification.js'
import type { PushToken } from './domain/push-token.js'
import type { Sending } from './domain/sending.js'
import { defaultSettings, type Settings } from './domain/settings.js'
import { findDeliveriesOf } from './repositories/delivery.js'
import { findMails } from './repositories/mail.js'
import { countNotifications, findNotifications } from './repositories/notification.js'
import { findSettings } from './repositories/player.js'
import { findTokens, findTokensOf } from './repositories/push-token.js'
import { findSendings } from './repositories/sending.js'

/** One request's reads: each is one query a table for any number of users. Resolvers check who may see them. */
export interface Loaders {
  readonly notification: DataLoader<string, Notification | null>
  readonly words: DataLoader<Notification, Words, string>
  /** By user. */
  readonly unread: DataLoader<string, number>
  readonly deliveries: DataLoader<string, readonly Delivery[]>
  readonly mail: DataLoader<string, Mail | null>
  readonly token: DataLoader<string, PushToken | null>
  readonly tokensOf: DataLoader<string, readonly PushToken[]>
  readonly settings: DataLoader<string, Settings>
  readonly sending: DataLoader<string, Sending | null>
  /** Returns whether the viewer may see the user's private fields. */
  isPrivateTo(userId: string): boolean
}

export function createLoaders(needs: {
  pool: Queryable
  reads: RequestReads
  viewer: Viewer | null
  wordNotifications: (db: Queryable, notifications: readonly Notification[]) => Promise<readonly Words[]>
}): Loaders {
  const { pool, reads, viewer } = needs
  const sources: { primary: Queryable; replica: Queryable } = { primary: pool, replica: reads }
  const byId = <Value>(find: (db: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>) =>
    new DataLoader<string, Value | null>(async ids => {
      const found = await reads.find(sources, ids, find)
      return ids.map(id => found.get(id) ?? null)
    })
  return {
    notification: byId(findNotifications),
    words: new DataLoader(notifications => needs.wordNotifications(reads, notifications), {
      cacheKeyFn: ({ id }) => id,
    }),
    unread: new DataLoader(async userIds => {
      const counts = await countNotifications(reads, { userIds, unreadOnly: true })
      return userIds.map(id => counts.get(id) ?? 0)
    }),
    deliveries: new DataLoader(async ids => {
      const found = await findDeliveriesOf(reads, ids)
      return ids.map(id => found.get(id) ?? [])
    }),
    mail: byId(findMails),
    token: byId(findTokens),
    tokensOf: new DataLoader(async userIds => {
      const tokens = await findTokensOf(reads, userIds)
      return userIds.map(id => tokens.filter(({ userId }) => userId === id))
    }),
    settings: new DataLoader(async userIds => {
      const found = await findSettings(reads, userIds)
      return userIds.map(id => found.get(id) ?? defaultSettings)
    }),
    sending: byId(findSendings),
    isPrivateTo: userId => maySee(viewer, userId),
  }
}
