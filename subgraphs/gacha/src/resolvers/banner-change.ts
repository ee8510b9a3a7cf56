import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import { inCanonicalOrder } from '../domain/canonical-json.js'
import type {
  BannerChangeConnectionResolvers,
  BannerChangeResolvers,
  BannerTargetResolvers,
  TargetFixedResolvers,
  TargetNotChosenResolvers,
  UserResolvers,
  BannerWishesResolvers,
  WishesNotChosenResolvers,
} from '../generated/graphql.js'
import { bannerOfRow } from './banner-of-row.js'
import { itemOf } from './item.js'

const CHANGES_PAGE_SIZE = 20

export const BannerTarget: BannerTargetResolvers = {
  choices: ({ choices }, _, context) => Promise.all(choices.map(id => itemOf(context, id))),
  change: ({ change }) => (change === 'free' ? 'FREE' : 'NEVER'),
}

export const BannerWishes: BannerWishesResolvers = {
  choices: ({ choices }, _, context) => Promise.all(choices.map(({ id }) => itemOf(context, id))),
  min: ({ count: [min] }) => min,
  max: ({ count: [, max] }) => max,
}

export const BannerChange: BannerChangeResolvers = {
  change: ({ change }) => change.kind,
  item: ({ change }, _, context) => (change.kind === 'TARGET' ? itemOf(context, change.itemId) : null),
  items: ({ change }, _, context) =>
    Promise.all(change.kind === 'WISHES' ? change.itemIds.map(id => itemOf(context, id)) : []),
  banner: bannerOfRow,
  proof: async ({ userId, bannerId, bannerVersion: version, proof }, _, { loaders, sealer }) => {
    const { sealedSeed, before, after, ...rest } = proof
    const { definition, hash } = await loaders.bannerVersion.load({ bannerId, version })
    const place = { userId, serverSeedHash: proof.serverSeedHash }
    return {
      ...rest,
      serverSeed: sealedSeed === null ? null : sealer.open(sealedSeed, place).toString('hex'),
      oddsHash: hash,
      definition,
      before: inCanonicalOrder(before),
      after: inCanonicalOrder(after),
    }
  },
}

export const BannerChangeConnection: BannerChangeConnectionResolvers = {
  totalCount: ({ userId }, _, { loaders }) => loaders.changeCount.load(userId),
}

export const bannerChanges: NonNullable<UserResolvers['bannerChanges']> = async (
  { id: userId },
  args,
  { viewer, loaders },
) => {
  if (!maySee(viewer, userId)) return null
  const page = readPage(args, { defaultSize: CHANGES_PAGE_SIZE, key: [cursorPart.time, cursorPart.uuid] })
  const rows = await loaders.changes(userId, page)
  const connection = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ changedAt, id }) => [changedAt.toISOString(), id],
    node: change => change,
  })
  return { ...connection, userId }
}

export const TargetNotChosen: TargetNotChosenResolvers = {
  choices: ({ choices }, _, context) => Promise.all(choices.map(id => itemOf(context, id))),
}

export const TargetFixed: TargetFixedResolvers = {
  target: ({ target }, _, context) => itemOf(context, target),
}

export const WishesNotChosen: WishesNotChosenResolvers = {
  choices: ({ choices }, _, context) => Promise.all(choices.map(id => itemOf(context, id))),
}
