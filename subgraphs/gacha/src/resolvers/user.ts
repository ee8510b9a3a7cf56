import { connectionOf, cursorPart, parseUuid, readPage } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { UserResolvers } from '../generated/graphql.js'
import { bannerChanges } from './banner-change.js'
import { pityOn } from './pity.js'

const INVENTORY_PAGE_SIZE = 50
const PULLS_PAGE_SIZE = 20
/** Lists that begin with the latest. */
const TIMED = [cursorPart.time, cursorPart.uuid]
/** An id that no banner has, which stands in for invalid ids. */
const NO_BANNER = '00000000-0000-0000-0000-000000000000'

/** Every field but the id is private: null, without an error, unless `maySee` permits the viewer. */
export const User: UserResolvers = {
  // A reference without a valid UUID is no user, and must not reach a statement.
  __resolveReference: ({ id: given }) => {
    const id = parseUuid(given)
    return id === null ? null : { id }
  },
  inventory: async ({ id: userId }, args, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const filter = { rarity: args.rarity ?? null, kind: args.kind ?? null }
    const page = readPage(args, { defaultSize: INVENTORY_PAGE_SIZE, key: TIMED })
    const rows = await loaders.inventory(userId, filter, page)
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: entry => [entry.firstObtainedAt.toISOString(), entry.itemId],
      node: entry => entry,
    })
    return { ...connection, userId, filter }
  },
  pulls: async ({ id: userId }, args, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const page = readPage(args, { defaultSize: PULLS_PAGE_SIZE, key: TIMED })
    const filter = { bannerId: typeof args.bannerId !== 'string' ? null : (parseUuid(args.bannerId) ?? NO_BANNER) }
    const rows = await loaders.pulls(userId, filter, page)
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: pull => [pull.createdAt.toISOString(), pull.id],
      node: pull => pull,
    })
    return { ...connection, userId, filter }
  },
  bannerChanges,
  pity: async ({ id: userId }, { bannerId }, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const banner = await loaders.banner.load(bannerId)
    return banner === null ? null : await pityOn(banner, { userId, loaders })
  },
  gachaExport: async ({ id: userId }, args, { viewer, services }) =>
    maySee(viewer, userId) ? await services.exportUser({ userId, ...args }) : null,
  fairness: ({ id: userId }, _, { viewer, loaders }) =>
    maySee(viewer, userId) ? loaders.commitment.load(userId) : null,
}
