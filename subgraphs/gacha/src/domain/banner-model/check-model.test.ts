import { describe, expect, it } from 'vitest'
import {
  aModel,
  counter,
  curve,
  entry,
  hero,
  pool,
  problemsOf,
  tier,
  toldOf,
  type Mistake,
  type Model,
} from '../../../test/banner-model/a-model.js'
import { checkModel } from './check-model.js'

const mistakes: readonly Mistake[] = [
  ['an unknown field', model => Object.assign(model, { sets: [] }), [/^: has a field that no definition has/]],
  [
    'an unknown field within',
    model => Object.assign(tier(model, 0), { reward: hero }),
    ['tiers[0]: has a field that no definition has'],
  ],
  [
    'a name of a tier',
    model => Object.assign(tier(model, 2), { name: 'R.R' }),
    [/^tiers\[2\]\.name: must be 1 to 40 letters/],
  ],
  [
    'a name of a counter',
    model => Object.assign(model.counters, { '1st': counter(model, 'none') }),
    [/^counters\.1st: has a name that is not allowed: it must be 1 to 40 letters/],
  ],
  [
    'a percentage with seven decimals',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 0.1234567]]) }),
    ['tiers[1].chance[0].points[0][1]: must have at most six decimals'],
  ],
  [
    'a percentage above 100',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 101]]) }),
    [/^tiers\[1\]\.chance\[0\]\.points\[0\]\[1\]: /],
  ],
  [
    'a chance of a pool',
    model => Object.assign(pool(model, 0), { chance: curve([[1, -1]]) }),
    [/^tiers\[0\]\.pools\[0\]\.chance\[0\]\.points\[0\]\[1\]: /],
  ],
  [
    'a weight of a pool',
    model => Object.assign(pool(model, 0), { chance: { weight: 0 } }),
    [/^tiers\[0\]\.pools\[0\]\.chance\.weight: /],
  ],
  [
    'an event',
    model => Object.assign(counter(model, 'none'), { on: [['SR++', { set: 0 }]] }),
    [/^counters\.none\.on\[0\]\[0\]: must be "\*", "TIER"/],
  ],
  [
    'both set and add',
    model => Object.assign(counter(model, 'none'), { on: [['*', { set: 0, add: 1 }]] }),
    ['counters.none.on[0][1]: must have either set or add'],
  ],
  [
    'a count that is no number',
    model => Object.assign(entry(model.milestones), { at: '30' }),
    [/^milestones\[0\]\.at: /],
  ],
  [
    'neither at nor every',
    model => Object.assign(entry(model.milestones), { at: undefined }),
    ['milestones[0]: must have either at or every'],
  ],
  ['a source', model => Object.assign(pool(model, 1), { source: 'luck' }), [/^tiers\[1\]\.pools\[0\]\.source: /]],
  ['one tier only', model => model.tiers.splice(1), [/^tiers: /]],
  [
    '13 tiers',
    model =>
      model.tiers.push(...Array.from({ length: 10 }, () => structuredClone(model.tiers[1] as Model['tiers'][1]))),
    [/^tiers: /],
  ],
  ['a max above 1,000', model => Object.assign(counter(model, 'none'), { max: 1001 }), [/^counters\.none\.max: /]],
  [
    'grants for the first copy, which a set of items is made of',
    model =>
      Object.assign(tier(model, 0), { duplicates: [{ copies: [1, 1], grant: { currency: 'GOLD', amount: 1 } }] }),
    [/^tiers\[0\]\.duplicates\[0\]\.copies\[0\]: /, /copies\[1\]: /],
  ],
  ['times', model => Object.assign(model, { closesAt: model.opensAt }), ['closesAt: must be later than opensAt']],
]

it.each(mistakes.map(mistake => [mistake[0], mistake] as const))('refuses %s, and says where', (_, mistake) => {
  expect(toldOf(mistake)).toEqual(mistake[2])
})

describe('a definition of a model', () => {
  it('passes the check where nothing is wrong, with its defaults filled in', () => {
    const { definition, problems } = checkModel(aModel())
    expect(problems).toEqual([])
    expect(definition?.counters['first']).toMatchObject({ start: 0, scope: 'banner', per: 'draw', onClose: 'keep' })
    expect(checkModel(JSON.parse(JSON.stringify(definition))).definition).toEqual(definition)
  })

  it('tells all problems at once', () => {
    const problems = problemsOf(model => {
      delete tier(model, 0)['chance']
      Object.assign(entry(model.forces), { tier: 'UR' })
      Object.assign(entry(model.exchanges), { pointsPer: 'UR' })
    })
    expect(problems.map(problem => problem.split(':')[0])).toEqual([
      'tiers[0].chance',
      'forces[0].tier',
      'exchanges[0].pointsPer',
    ])
  })
})
