import { aGroupBanner, heroes, sword } from './banner-of-model.js'

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
      { name: 'dust', pointsPer: 'SR+', cost: 100, choices: [sword], onClose: 'drop' },
    ],
    ...change,
  })
}
