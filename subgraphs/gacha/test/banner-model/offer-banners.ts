import { aGroupBanner, heroes, stone, sword } from './banner-of-model.js'

/** A banner that counts points of three kinds, and a counter that becomes diamonds. */
export const aPointsBanner = (change: Record<string, unknown> = {}) => {
  const { counters } = aGroupBanner()
  const fame = { max: 100, on: [['*', { add: 1 }]], onClose: { convert: 'DIAMOND', rate: 2 } }
  return aGroupBanner({
    name: 'Ember Points',
    closesAt: '2026-12-01T00:00:00Z',
    counters: { ...counters, fame },
    exchanges: [
      {
        name: 'sparks',
        pointsPer: '*',
        cost: 5,
        choices: [heroes.featured, heroes.standard],
        limit: 3,
        onClose: { convert: 'GOLD', rate: 20 },
      },
      { name: 'stones', pointsPer: 'R', cost: 1, choices: [sword], onClose: 'keep' },
      { name: 'dust', pointsPer: 'SR+', cost: 10, choices: [sword], onClose: 'drop' },
    ],
    ...change,
  })
}

/** A banner with milestones of each kind: items at once, choices, and an order of ten draws that moves no counter. */
export const aMilestoneBanner = (change: Record<string, unknown> = {}) =>
  aGroupBanner({
    name: 'Ember Path',
    closesAt: '2026-12-01T00:00:00Z',
    orders: [...aGroupBanner().orders, { name: 'gift', draws: 10, moves: false, from: 'twelve' }],
    milestones: [
      { name: 'five', at: 5, counts: '*', give: { item: sword } },
      { name: 'stones', every: 2, counts: 'R', give: { item: stone } },
      { name: 'pick', every: 10, counts: '*', give: { choice: [heroes.featured, heroes.standard] } },
      { name: 'twelve', at: 12, counts: '*', give: { order: 'gift' } },
    ],
    ...change,
  })
