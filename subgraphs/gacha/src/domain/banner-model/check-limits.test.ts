import { describe, expect, it } from 'vitest'
import { aModel, counter, curve, entry, pool, tier, toldOf, type Mistake } from '../../../test/banner-model/a-model.js'
import { givenModel } from '../../../test/banner-model/short-form.js'
import { chainOf } from './chain.js'
import { checkModel } from './check-model.js'
import { EDGES_MAX, STATES_MAX } from './definition.js'
import { sliceOf } from './slice.js'

const mistakes: readonly Mistake[] = [
  [
    'chances at the start above 100',
    model =>
      Object.assign(tier(model, 0), {
        chance: curve(
          [
            [1, 95],
            [2, 1],
          ],
          { by: 'since' },
        ),
      }),
    ['tiers: the chances at the start add up to 105 percent, which is more than 100'],
  ],
  [
    'a tier that is never drawn',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 0]]) }),
    ['tiers[1]: other tiers and forces leave no draw for it'],
  ],
  [
    'a pool that is never drawn',
    model => Object.assign(pool(model, 0), { chance: curve([[1, 100]]) }),
    [
      'tiers[0].pools[1]: other pools and forces leave no draw for it',
      // Each SSR is featured then, and comes by draw 8.
      'forces[0].when: never decides a draw: no reachable state has these values first',
      'counters.lost: never moves from its start',
    ],
  ],
  [
    'a counter that never moves',
    model => Object.assign(counter(model, 'none'), { on: [['*', { add: -1 }]] }),
    ['counters.none: never moves from its start'],
  ],
  [
    'a force that never holds',
    model => Object.assign(entry(model.forces), { when: { since: 7, none: 3, first: 1 } }),
    ['forces[0].when: never decides a draw: no reachable state has these values first'],
  ],
  [
    'a second force behind the same one',
    model => model.forces.push({ ...entry(model.forces), tier: 'SR', pool: 'all' }),
    ['forces[1].when: never decides a draw: no reachable state has these values first'],
  ],
]

it.each(mistakes.map(mistake => [mistake[0], mistake] as const))('refuses %s, and says where', (_, mistake) => {
  expect(toldOf(mistake)).toEqual(mistake[2])
})

describe('a definition beyond the limits', () => {
  const since = (max: number, event: string) => ({
    max,
    on: [
      [event, { set: 0 }],
      ['*', { add: 1 }],
    ],
  })

  it('is refused, and the counters to blame are named, the largest first', () => {
    const model = aModel()
    Object.assign(tier(model, 0), {
      chance: curve(
        [
          [1, 1],
          [500, 2],
        ],
        { by: 'since' },
      ),
    })
    Object.assign(tier(model, 1), {
      chance: curve(
        [
          [1, 10],
          [400, 20],
        ],
        { by: 'none' },
      ),
    })
    const { problems } = checkModel({
      ...model,
      forces: [],
      counters: { ...aModel().counters, since: since(999, 'SSR'), none: since(499, 'SR'), other: since(9, 'R') },
    })
    expect(problems.map(({ path, message, names }) => [path, message, names])).toContainEqual([
      'tiers[1]',
      'depends on counters that together have more than 20000 states: since, none',
      ['since', 'none'],
    ])
    expect(problems.map(({ path }) => path)).not.toContain('tiers[0]')
  })

  it('is none where only the long run of a lower tier can be told: a counter that only rises has ended then', () => {
    const model = aModel()
    Object.assign(counter(model, 'since'), { max: 79 })
    Object.assign(counter(model, 'none'), { max: 9, scope: 'banner' })
    Object.assign(tier(model, 0), {
      chance: curve(
        [
          [1, 1],
          [66, 6, 5],
          [80, 100],
        ],
        { by: 'since' },
      ),
    })
    Object.assign(tier(model, 1), {
      chance: curve(
        [
          [1, 8],
          [10, 100],
        ],
        { by: 'none' },
      ),
    })
    Object.assign(model.counters, {
      first: {
        max: 120,
        on: [
          ['SSR.featured', { set: 120 }],
          ['*', { add: 1 }],
        ],
      },
    })
    model.forces = [{ when: { first: 119 }, tier: 'SSR', pool: 'featured' }]
    const { model: compiled, problems } = checkModel(model)
    expect(problems).toEqual([])
    if (compiled === null) throw new Error('The model was refused')
    const limits = { draws: 1, statesMax: STATES_MAX, edgesMax: EDGES_MAX }
    const slice = sliceOf(compiled, { events: ['SR'] })
    expect(chainOf(compiled, slice, limits).exceeded).toBe('states')
    expect(chainOf(compiled, slice, { ...limits, isSettled: true }).chain?.states.length).toBeLessThan(2_000)
  })

  it('has too many rolled starts at once', () => {
    const start = Array.from({ length: 500 }, () => 0.2)
    const { problems } = checkModel({
      ...aModel(),
      counters: { ...aModel().counters, a: { ...since(499, 'R'), start }, b: { ...since(499, 'R'), start } },
    })
    expect(problems).toEqual([expect.objectContaining({ path: 'counters', actual: 250_000 })])
  })
})

describe('a reward for a set of different items', () => {
  it('is refused where a condition asks for draws from different pools together', () => {
    const model = aModel()
    Object.assign(model.counters, {
      hasHero: { max: 1, on: [['SSR.featured', { set: 1 }]] },
      hasSword: { max: 1, on: [['SR', { set: 1 }]] },
    })
    model.forces = [{ when: { hasHero: 1, hasSword: 1 }, tier: 'SSR', pool: 'standard' }]
    expect(checkModel(model).problems).toEqual([
      expect.objectContaining({ path: 'forces[0].when', names: ['hasHero', 'hasSword'] }),
    ])
  })

  it('is not what a lost coin and a pity together are', () => {
    const model = aModel()
    model.forces = [{ when: { since: 6, lost: 1 }, tier: 'SSR', pool: 'featured' }]
    expect(checkModel(model).problems).toEqual([])
    expect(checkModel(givenModel('genshin-character-5.0')).problems).toEqual([])
  })
})
