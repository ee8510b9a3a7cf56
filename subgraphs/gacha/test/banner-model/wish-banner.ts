import { aGroupBanner, heroes, single, stone, sword } from './banner-of-model.js'

/** Choices with their weights. */
export const choices = [
  { id: heroes.featured, weight: 3 },
  { id: heroes.standard, weight: 2 },
  { id: sword, weight: 1 },
]

/**
 * Half of all SSR are of the player's list of one or two items, and after a miss the next one is. Any SSR is drawn
 * often, so that few draws tell a lot.
 */
export const aWishBanner = (change: Record<string, unknown> = {}) => ({
  ...aGroupBanner(),
  name: 'Ember Lists',
  tiers: [
    {
      name: 'SSR',
      chance: [{ points: [[1, 40]] }],
      pools: [
        {
          name: 'wished',
          source: 'wished',
          chance: [
            {
              by: 'misses',
              points: [
                [1, 50],
                [2, 100],
              ],
            },
          ],
        },
        { name: 'others', source: 'unwished' },
      ],
    },
    { name: 'R', pools: [{ name: 'all', source: 'weights', items: [{ id: stone }] }] },
  ] as Record<string, unknown>[],
  counters: {
    misses: {
      max: 1,
      on: [
        ['SSR.wished', { set: 0 }],
        ['SSR', { add: 1 }],
      ],
    },
  },
  wishes: { choices, count: [1, 2], resets: ['misses'] } as Record<string, unknown>,
  orders: [single('single', 1, 100), single('ten', 10, 1000)],
  ...change,
})
