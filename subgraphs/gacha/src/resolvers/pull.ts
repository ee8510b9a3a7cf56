import { parseUuid } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import { MODEL_ALGORITHM } from '../domain/banner-model/verify-order.js'
import { inCanonicalOrder } from '../domain/canonical-json.js'
import { FAIRNESS_ALGORITHM } from '../domain/fairness.js'
import type { Context } from '../context.js'
import type {
  InsufficientTicketsResolvers,
  PullConnectionResolvers,
  PulledItemResolvers,
  PullProofResolvers,
  PullResolvers,
  ItemAmountResolvers,
} from '../generated/graphql.js'
import { bannerOfRow } from './banner-of-row.js'
import { itemOf } from './item.js'

export const Pull: PullResolvers = {
  __resolveReference: async ({ id: given }, { loaders, viewer }) => {
    const id = parseUuid(given)
    const pull = id === null || viewer === null ? null : await loaders.pull.load(id)
    return pull !== null && maySee(viewer, pull.userId) ? pull : null
  },
  user: ({ userId }) => ({ id: userId }),
  banner: bannerOfRow,
  items: ({ id, items }, _, { loaders }) => items ?? loaders.pulledItems.load(id),
  proof: async ({ userId, bannerId, bannerVersion, orderName, draw }, _, { loaders }) => {
    const { definition, hash } = await loaders.bannerVersion.load({ bannerId, version: bannerVersion })
    return { ...draw, userId, orderName, definition, oddsHash: hash }
  },
}

export const PullProof: PullProofResolvers = {
  serverSeed: ({ sealedSeed, ...place }, _, { sealer }) =>
    sealedSeed === null ? null : sealer.open(sealedSeed, place).toString('hex'),
  algorithm: ({ memory }) => (memory === null ? FAIRNESS_ALGORITHM : MODEL_ALGORITHM),
  order: ({ orderName }) => orderName,
  before: ({ memory }) => (memory === null ? null : inCanonicalOrder(memory.before)),
  after: ({ memory }) => (memory === null ? null : inCanonicalOrder(memory.after)),
}

export const PulledItem: PulledItemResolvers = {
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}

const itemOfTickets = ({ itemId }: { readonly itemId: string }, _: object, context: Context) => itemOf(context, itemId)

export const ItemAmount: ItemAmountResolvers = { item: itemOfTickets }
export const InsufficientTickets: InsufficientTicketsResolvers = { item: itemOfTickets }

export const PullConnection: PullConnectionResolvers = {
  totalCount: ({ userId, filter }, _, { loaders }) => loaders.pullCount(userId, filter),
}
