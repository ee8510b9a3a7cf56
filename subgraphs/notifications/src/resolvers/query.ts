import { connectionOf, cursorPart, parseUuid, readPage } from '@waystone/kit/graphql'
import type { QueryResolvers } from '../generated/graphql.js'

const LOG_PAGE_SIZE = 50
const TIMED = [cursorPart.time, cursorPart.uuid]
/** An id that no user has, which stands in for invalid ids. */
const NO_USER = '00000000-0000-0000-0000-000000000000'

export const Query: QueryResolvers = {
  webPushKey: (_, __, { webPushKey }) => webPushKey,
  notificationLog: async (_, { userId, status, ...args }, { loaders, services, reads }) => {
    const page = readPage(args, { defaultSize: LOG_PAGE_SIZE, key: TIMED })
    const filter = {
      userId: typeof userId === 'string' ? (parseUuid(userId) ?? NO_USER) : null,
      status: status ?? null,
    }
    const { rows, count } = await services.listLog(reads, { filter, page })
    const found = await Promise.all(
      rows.map(async delivery => ({
        delivery,
        notification: await loaders.notification.load(delivery.notificationId),
      })),
    )
    const connection = connectionOf(found, page, {
      totalCount: 0,
      key: ({ delivery }) => [delivery.createdAt.toISOString(), delivery.id],
      node: entry => entry,
    })
    // An entry whose notification was pruned in between is no more.
    const edges = connection.edges.flatMap(({ cursor, node: { delivery, notification } }) =>
      notification === null ? [] : [{ cursor, node: { delivery, notification } }],
    )
    return { ...connection, edges, totalCount: count }
  },
  sending: async (_, { id: given }, { loaders }) => {
    const id = parseUuid(given)
    return id === null ? null : await loaders.sending.load(id)
  },
}
