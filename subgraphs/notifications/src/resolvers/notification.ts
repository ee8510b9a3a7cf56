import { parseUuid } from '@waystone/kit/graphql'
import { allKinds } from '../domain/settings.js'
import type { NotificationResolvers, NotificationSettingsResolvers, PushTokenResolvers } from '../generated/graphql.js'

export const Notification: NotificationResolvers = {
  __resolveReference: async ({ id: given }, { loaders }) => {
    const id = parseUuid(given)
    const found = id === null ? null : await loaders.notification.load(id)
    return found !== null && loaders.isPrivateTo(found.userId) ? found : null
  },
  title: async (notification, _, { loaders }) => (await loaders.words.load(notification)).title,
  body: async (notification, _, { loaders }) => (await loaders.words.load(notification)).body,
  deliveries: async ({ id, userId }, _, { loaders }) =>
    loaders.isPrivateTo(userId) ? await loaders.deliveries.load(id) : null,
}

export const NotificationSettings: NotificationSettingsResolvers = { kinds: ({ kinds }) => allKinds(kinds) }

export const PushToken: PushTokenResolvers = {
  __resolveReference: async ({ id: given }, { loaders }) => {
    const id = parseUuid(given)
    const found = id === null ? null : await loaders.token.load(id)
    return found !== null && loaders.isPrivateTo(found.userId) ? found : null
  },
}
