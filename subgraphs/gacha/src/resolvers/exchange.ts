import { isModel } from '../domain/banner.js'
import type { Counter, Exchange } from '../domain/banner-model/definition.js'
import { conversionOf, isExchangeable, noTally, pointsOf } from '../domain/banner-model/tallies.js'
import type {
  BannerExchangeResolvers,
  BannerResolvers,
  PityResolvers,
  PointExchangeResolvers,
} from '../generated/graphql.js'
import { bannerOfRow } from './banner-of-row.js'
import { itemOf } from './item.js'

export const exchanges: NonNullable<BannerResolvers['exchanges']> = ({ definition }) =>
  isModel(definition) ? definition.exchanges : []

export const BannerExchange: BannerExchangeResolvers = {
  choices: ({ choices }, _, context) => Promise.all(choices.map(id => itemOf(context, id))),
  limit: ({ limit }) => limit ?? null,
  onClose: exchange => endingOf(exchange),
}

export function endingOf(counted: Pick<Counter | Exchange, 'onClose'>) {
  const { currency, rate } = conversionOf(counted) ?? { currency: null, rate: null }
  const kept = counted.onClose === 'keep' ? 'KEEP' : 'DROP'
  return { rule: currency === null ? kept : ('CONVERT' as const), currency, rate } as const
}

export const exchangesOf: NonNullable<PityResolvers['exchanges']> = async (
  { banner: { id: bannerId, definition }, userId },
  _,
  { loaders, clock },
) => {
  if (!isModel(definition) || definition.exchanges.length === 0) return []
  const tallies = await loaders.tallies.load({ userId, bannerId })
  const now = clock.now()
  return definition.exchanges.map(exchange => {
    const tally = tallies.find(({ kind, name }) => kind === 'EXCHANGE' && name === exchange.name) ?? noTally
    // Until the worker has ended them, points of a banner that has closed are there without being of use.
    const points = isExchangeable(exchange, definition, now) ? pointsOf(tally) : 0
    return { name: exchange.name, points, exchanged: tally.uses }
  })
}

export const PointExchange: PointExchangeResolvers = {
  banner: bannerOfRow,
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}
