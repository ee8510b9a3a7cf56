import { RequestFault } from '@waystone/kit/errors'
import { connectionOf, parseUuid, readPage, type Page, type PageArguments } from '@waystone/kit/graphql'
import type { UserResolvers } from '../generated/graphql.js'
import { maySee } from './visibility.js'

const INVENTORY_PAGE_SIZE = 50
const PULLS_PAGE_SIZE = 20
/** No banner has this id: what cannot be an id at all is looked for as it. */
const NO_BANNER = '00000000-0000-0000-0000-000000000000'

/** Every field but the id is the user's own: null for anyone else, without an error. */
export const User: UserResolvers = {
  // What is no id is no user: it must not reach a statement.
  __resolveReference: ({ id: given }) => {
    const id = parseUuid(given)
    return id === null ? null : { id }
  },
  inventory: async ({ id: userId }, args, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const filter = { rarity: args.rarity ?? null }
    const page = readTimedPage(args, INVENTORY_PAGE_SIZE)
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
    const page = readTimedPage(args, PULLS_PAGE_SIZE)
    const filter = { bannerId: typeof args.bannerId !== 'string' ? null : (parseUuid(args.bannerId) ?? NO_BANNER) }
    const rows = await loaders.pulls(userId, filter, page)
    const connection = connectionOf(rows, page, {
      totalCount: 0,
      key: pull => [pull.createdAt.toISOString(), pull.id],
      node: pull => pull,
    })
    return { ...connection, userId, filter }
  },
  pity: async ({ id: userId }, { bannerId }, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const banner = await loaders.banner.load(bannerId)
    if (banner === null) return null
    const pity = await loaders.pity.load({ userId, bannerId: banner.id })
    return { ...pity, bannerId: banner.id, hardPityAt: banner.definition.rarities.ULTRA_RARE.hardPityAt }
  },
  fairness: ({ id: userId }, _, { viewer, loaders }) =>
    maySee(viewer, userId) ? loaders.commitment.load(userId) : null,
}

/** A page by time and id. A cursor with anything else in it was not made here, and must not reach a statement. */
function readTimedPage(args: PageArguments, defaultSize: number): Page {
  const page = readPage(args, { defaultSize, keyLength: 2 })
  const [time = '', id = ''] = page.after ?? []
  if (page.after !== null && (Number.isNaN(Date.parse(time)) || parseUuid(id) === null))
    throw new RequestFault('BAD_USER_INPUT', '"after" must be a cursor that an earlier page of this field returned')
  return page
}
