import type { Context } from '../context.js'
import { isModel } from '../domain/banner.js'
import { choicesOf, progressOf } from '../domain/banner-model/milestones.js'
import type {
  BannerMilestoneResolvers,
  BannerResolvers,
  MilestoneClaimResolvers,
  PityMilestone,
} from '../generated/graphql.js'
import type { PityParent } from '../mappers.js'
import { bannerOfRow } from './banner-of-row.js'
import { itemOf } from './item.js'

export const milestones: NonNullable<BannerResolvers['milestones']> = ({ definition }) =>
  isModel(definition) ? definition.milestones : []

export const BannerMilestone: BannerMilestoneResolvers = {
  at: ({ at }) => at ?? null,
  every: ({ every }) => every ?? null,
  item: ({ give }, _, context) => ('item' in give ? itemOf(context, give.item) : null),
  choices: (milestone, _, context) => Promise.all((choicesOf(milestone) ?? []).map(id => itemOf(context, id))),
  order: ({ give }) => ('order' in give ? give.order : null),
}

/** @param isClosed true if a draw has closed the banner for the user: orders of milestones have lapsed then */
export async function milestonesOf(
  { banner: { id: bannerId, definition }, userId }: PityParent,
  { loaders, clock }: Context,
  isClosed: () => Promise<boolean>,
): Promise<readonly PityMilestone[]> {
  if (!isModel(definition) || definition.milestones.length === 0) return []
  const { milestones: all, closesAt } = definition
  const tallies = await loaders.tallies.load({ userId, bannerId })
  const givesOrder = all.some(({ give }) => 'order' in give)
  const hasClosed = givesOrder && ((closesAt !== null && clock.now() >= new Date(closesAt)) || (await isClosed()))
  return all.map(milestone => {
    const tally = tallies.find(({ kind, name }) => kind === 'MILESTONE' && name === milestone.name)
    const { counted, next, open } = progressOf(milestone, tally)
    return { name: milestone.name, counted, next, openClaims: hasClosed && 'order' in milestone.give ? 0 : open }
  })
}

export const MilestoneClaim: MilestoneClaimResolvers = {
  banner: bannerOfRow,
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}
