import { connectionOf, cursorPart, parseUuid, readPage } from '@waystone/kit/graphql'
import type { UserResolvers } from '../generated/graphql.js'

const PAGE_SIZE = 20
/** Lists that begin with the latest. */
const TIMED = [cursorPart.time, cursorPart.uuid]

/** Every field but the id is private: null, without an error, unless `maySee` permits the viewer. */
export const User: UserResolvers = {
  // A reference without a valid UUID is no user, and must not reach a statement.
  __resolveReference: ({ id: given }) => {
    const id = parseUuid(given)
    return id === null ? null : { id }
  },
  notifications: async ({ id: userId }, { unreadOnly, ...args }, { loaders, services, reads }) => {
    if (!loaders.isPrivateTo(userId)) return null
    const page = readPage(args, { defaultSize: PAGE_SIZE, keyLength: 1 })
    const { rows, count } = await services.listNotifications(reads, { userId, unreadOnly, page })
    const key = ({ sequence }: (typeof rows)[number]) => [String(sequence)]
    return { ...connectionOf(rows, page, { totalCount: 0, key, node: row => row }), totalCount: count }
  },
  unreadNotifications: async ({ id: userId }, _, { loaders }) =>
    loaders.isPrivateTo(userId) ? await loaders.unread.load(userId) : null,
  mail: async ({ id: userId }, args, { loaders, services, reads }) => {
    if (!loaders.isPrivateTo(userId)) return null
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: TIMED })
    const { rows, count } = await services.listMails(reads, { userId, page })
    const key = ({ sentAt, id }: (typeof rows)[number]) => [sentAt.toISOString(), id]
    return { ...connectionOf(rows, page, { totalCount: 0, key, node: row => row }), totalCount: count }
  },
  pushTokens: async ({ id: userId }, _, { loaders }) =>
    loaders.isPrivateTo(userId) ? await loaders.tokensOf.load(userId) : null,
  notificationSettings: async ({ id: userId }, _, { loaders }) =>
    loaders.isPrivateTo(userId) ? await loaders.settings.load(userId) : null,
  notificationExport: async ({ id: userId }, args, { loaders, services }) =>
    loaders.isPrivateTo(userId) ? await services.exportUser({ userId, ...args }) : null,
}
