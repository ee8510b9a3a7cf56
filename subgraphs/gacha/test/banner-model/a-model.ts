import { checkModel } from '../../src/domain/banner-model/check-model.js'

const ITEMS = [1, 2, 3, 4, 5].map(number => `00000000-0000-4000-8000-00000000000${number}`)
export const [hero = '', other = '', sword = '', stone = '', ticket = ''] = ITEMS

/** A right definition with something of everything. */
export const aModel = () => ({
  name: 'Ember Court',
  opensAt: '2026-12-01T00:00:00Z',
  closesAt: '2026-12-22T00:00:00Z' as string | null,
  closesOn: undefined as string | undefined,
  tiers: [
    {
      name: 'SSR',
      chance: [
        {
          by: 'since',
          points: [
            [1, 1],
            [5, 21, 20],
            [8, 100],
          ],
        },
      ] as unknown,
      pools: [
        {
          name: 'featured',
          chance: [
            {
              by: 'lost',
              points: [
                [1, 50],
                [2, 100],
              ],
            },
          ],
          source: 'weights',
          items: [{ id: hero }],
        },
        { name: 'standard', source: 'unowned', items: [{ id: other, weight: 2 }], refill: 'empty' },
      ] as Record<string, unknown>[],
      duplicates: [{ copies: [2, null], grant: { currency: 'GOLD', amount: 50 } }] as unknown[],
    },
    {
      name: 'SR',
      chance: [
        {
          by: 'none',
          points: [
            [1, 10],
            [4, 100],
          ],
        },
      ] as unknown,
      pools: [{ name: 'all', source: 'weights', items: [{ id: sword }] }] as Record<string, unknown>[],
    },
    {
      name: 'R',
      pools: [{ name: 'all', source: 'weights', items: [{ id: stone }] }] as Record<string, unknown>[],
    } as Record<string, unknown>,
  ],
  counters: {
    since: {
      max: 59,
      scope: { group: 'heroes' },
      on: [
        ['SSR', { set: 0 }],
        ['*', { add: 1 }],
      ],
    },
    lost: {
      max: 1,
      scope: { group: 'heroes' },
      on: [
        ['SSR.featured', { set: 0 }],
        ['SSR', { set: 1 }],
      ],
    },
    none: {
      max: 3,
      scope: 'order',
      on: [
        ['SR+', { set: 0 }],
        ['*', { add: 1 }],
      ],
    },
    first: {
      max: 12,
      on: [
        ['SSR.featured', { set: 12 }],
        ['*', { add: 1 }],
      ],
    },
  } as Record<string, Record<string, unknown>>,
  forces: [{ when: { first: 11 }, tier: 'SSR', pool: 'featured' }] as Record<string, unknown>[],
  orders: [
    {
      name: 'single',
      draws: 1,
      prices: [
        { unit: { ticket }, amount: 1 },
        { unit: 'DIAMOND', kind: 'free', amount: 160 },
        { unit: 'DIAMOND', amount: 160 },
      ],
    },
    { name: 'ten', draws: 4, prices: [{ unit: 'DIAMOND', amount: 1600 }] },
    { name: 'gift', draws: 10, moves: false, from: 'thirty' },
  ] as Record<string, unknown>[],
  milestones: [{ name: 'thirty', at: 30, counts: '*', give: { order: 'gift' } }] as Record<string, unknown>[],
  exchanges: [
    { name: 'sparks', pointsPer: '*', cost: 200, choices: [hero], onClose: { convert: 'GOLD', rate: 20 } },
  ] as Record<string, unknown>[],
  target: undefined as unknown,
})
export type Model = ReturnType<typeof aModel>

/** The problems of the model once it is changed: path and message. */
export function problemsOf(change: (model: Model) => void): readonly string[] {
  const model = aModel()
  change(model)
  return checkModel(model).problems.map(({ path, message }) => `${path}: ${message}`)
}

/** The tier or pool with this place. */
export const tier = (model: Model, place: number) => model.tiers[place] as Record<string, unknown>
export const pool = (model: Model, place: number, of = 0) =>
  entry(tier(model, place)['pools'] as Record<string, unknown>[], of)
export const counter = (model: Model, name: string) => model.counters[name] as Record<string, unknown>
export const entry = (list: readonly Record<string, unknown>[], place = 0) => list[place] as Record<string, unknown>
export const curve = (points: unknown, rest: object = {}) => [{ ...rest, points }]

/** A mistake, and the problems that must be told of it. */
export type Mistake = readonly [what: string, change: (model: Model) => void, problems: readonly (string | RegExp)[]]

/** The problems that were told, each replaced by what was expected of it where it matches. */
export function toldOf([, change, expected]: Mistake): readonly (string | RegExp)[] {
  return problemsOf(change).map((problem, index) => {
    const wanted = expected[index]
    return wanted instanceof RegExp && wanted.test(problem) ? wanted : problem
  })
}
