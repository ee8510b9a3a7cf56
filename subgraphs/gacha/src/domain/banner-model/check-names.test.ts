import { expect, it } from 'vitest'
import {
  counter,
  curve,
  entry,
  hero,
  pool,
  sword,
  ticket,
  tier,
  toldOf,
  type Mistake,
} from '../../../test/banner-model/a-model.js'

const mistakes: readonly Mistake[] = [
  [
    'a tier twice',
    model => Object.assign(tier(model, 1), { name: 'R' }),
    ['tiers[2].name: is used already', 'counters.none.on[0][0]: no tier has this name'],
  ],
  [
    'a pool twice',
    model => Object.assign(pool(model, 0, 1), { name: 'featured' }),
    ['tiers[0].pools[1].name: is used already'],
  ],
  [
    'an item twice',
    model => Object.assign(pool(model, 1), { items: [{ id: sword }, { id: sword }] }),
    ['tiers[1].pools[0].items[1].id: is used already'],
  ],
  [
    'a tier without a chance',
    model => delete tier(model, 0)['chance'],
    ['tiers[0].chance: is missing: only the last tier has none'],
  ],
  [
    'a last tier with one',
    model => Object.assign(tier(model, 2), { chance: curve([[1, 5]]) }),
    ['tiers[2].chance: must be left out: the last tier takes what the tiers before it leave'],
  ],
  [
    'a last pool with one',
    model => Object.assign(pool(model, 1), { chance: curve([[1, 5]]) }),
    ['tiers[1].pools[0].chance: must be left out: the last pool takes what the pools before it leave'],
  ],
  [
    'a pool without a chance',
    model => delete pool(model, 0)['chance'],
    ['tiers[0].pools[0].chance: is missing: only the last pool has none'],
  ],
  [
    'a weight beside a pool without one',
    model => Object.assign(pool(model, 0), { chance: { weight: 7 } }),
    ['tiers[0].pools[1].chance: must be a weight: the pool before has one, and they share what is left'],
  ],
  [
    'a curve by an unknown counter',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 5]], { by: 'nothing' }) }),
    ['tiers[1].chance[0].by: no counter has this name'],
  ],
  [
    'a condition on an unknown counter',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 5]], { when: { nothing: 1 } }) }),
    ['tiers[1].chance[0].when.nothing: no counter has this name'],
  ],
  [
    'a condition beyond a max',
    model => Object.assign(tier(model, 1), { chance: curve([[1, 5]], { when: { lost: 2 } }) }),
    ['tiers[1].chance[0].when.lost: the counter goes to 1 at most'],
  ],
  [
    'a point beyond a max',
    model =>
      Object.assign(tier(model, 1), {
        chance: curve(
          [
            [1, 5],
            [5, 100],
          ],
          { by: 'none' },
        ),
      }),
    ['tiers[1].chance[0].points[1][0]: is never reached: the last place of the counter is 4'],
  ],
  [
    'a second point of a curve by nothing',
    model =>
      Object.assign(tier(model, 1), {
        chance: curve([
          [1, 5],
          [2, 9],
        ]),
      }),
    ['tiers[1].chance[0].points[1][0]: must be 1 where no counter is named in by'],
  ],
  [
    'points out of order',
    model =>
      Object.assign(tier(model, 1), {
        chance: curve(
          [
            [3, 5],
            [3, 9],
          ],
          { by: 'none' },
        ),
      }),
    ['tiers[1].chance[0].points[1][0]: must be 4 or more, after the point before'],
  ],
  [
    'an unknown tier in a counter',
    model =>
      Object.assign(counter(model, 'none'), {
        on: [
          ['UR', { set: 0 }],
          ['*', { add: 1 }],
        ],
      }),
    ['counters.none.on[0][0]: no tier has this name'],
  ],
  [
    'an unknown pool in a counter',
    model =>
      Object.assign(counter(model, 'none'), {
        on: [
          ['SR.lost', { set: 0 }],
          ['*', { add: 1 }],
        ],
      }),
    ['counters.none.on[0][0]: no pool of SR has this name'],
  ],
  [
    'an update that never applies',
    model =>
      Object.assign(counter(model, 'none'), {
        on: [
          ['*', { add: 1 }],
          ['SR', { set: 0 }],
        ],
      }),
    ['counters.none.on[1]: never applies: an entry before it takes every draw'],
  ],
  [
    'a value beyond a max',
    model =>
      Object.assign(counter(model, 'none'), {
        on: [
          ['SR', { set: 4 }],
          ['*', { add: 1 }],
        ],
      }),
    ["counters.none.on[0][1].set: must be 3 at most, the counter's max"],
  ],
  [
    'a start beyond a max',
    model => Object.assign(counter(model, 'none'), { start: 4 }),
    ["counters.none.start: must be 3 at most, the counter's max"],
  ],
  [
    'rolled starts that are not 100 percent',
    model => Object.assign(counter(model, 'lost'), { start: [50, 40] }),
    ['counters.lost.start: must add up to 100 percent, not 90'],
  ],
  [
    'more rolled starts than values',
    model => Object.assign(counter(model, 'lost'), { start: [50, 40, 10] }),
    ['counters.lost.start: has more values than the counter, which has 2'],
  ],
  [
    'an order counter per order',
    model => Object.assign(counter(model, 'none'), { per: 'order' }),
    ['counters.none.per: must be "draw" where the scope is "order"'],
  ],
  [
    'an item counter without a target',
    model => Object.assign(counter(model, 'lost'), { scope: 'item' }),
    [/^counters\.lost\.scope: must not be "item"/],
  ],
  [
    'nine counters',
    model => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) model.counters[name] = { ...counter(model, 'none') }
    },
    ['counters: must be 8 at most'],
  ],
  [
    'a force to an unknown tier',
    model => Object.assign(entry(model.forces), { tier: 'UR' }),
    ['forces[0].tier: no tier has this name'],
  ],
  [
    'a force to an unknown pool',
    model => Object.assign(entry(model.forces), { pool: 'lost' }),
    ['forces[0].pool: no pool of SSR has this name'],
  ],
  [
    'a force without a condition',
    model => Object.assign(entry(model.forces), { when: {} }),
    ['forces[0].when: must name a counter: it would decide every draw'],
  ],
  ['an unknown closing event', model => Object.assign(model, { closesOn: 'UR' }), ['closesOn: no tier has this name']],
  [
    'an order twice',
    model => Object.assign(entry(model.orders, 1), { name: 'single' }),
    ['orders[1].name: is used already'],
  ],
  [
    'an order from an unknown milestone',
    model => Object.assign(entry(model.orders, 2), { from: 'forty' }),
    [
      'orders[2].from: no milestone of this name gives the order',
      'milestones[0].give.order: no order of this name has from: "thirty"',
    ],
  ],
  [
    'a price for a given order',
    model => Object.assign(entry(model.orders, 2), { prices: [{ unit: 'GOLD', amount: 1 }] }),
    ['orders[2].prices: must be empty: a milestone gives the order'],
  ],
  [
    'a price by an unknown counter',
    model =>
      Object.assign(entry(model.orders), { prices: [{ unit: 'GOLD', amount: { by: 'nothing', points: [[1, 5]] } }] }),
    ['orders[0].prices[0].amount.by: no counter has this name'],
  ],
  [
    'a price that begins late',
    model =>
      Object.assign(entry(model.orders), { prices: [{ unit: 'GOLD', amount: { by: 'none', points: [[2, 5]] } }] }),
    ['orders[0].prices[0].amount.points[0][0]: must be 1: the order has no price before it'],
  ],
  [
    'a free ticket',
    model => Object.assign(entry(model.orders), { prices: [{ unit: { ticket }, kind: 'free', amount: 1 }] }),
    ['orders[0].prices[0].kind: must be left out: tickets are neither free nor paid'],
  ],
  [
    'an unknown event of points',
    model => Object.assign(entry(model.exchanges), { pointsPer: 'UR' }),
    ['exchanges[0].pointsPer: no tier has this name'],
  ],
  [
    'a target that nothing gives',
    model => Object.assign(model, { target: { choices: [hero], change: 'free' } }),
    [/^target: has no effect/],
  ],
  [
    'a pool without its target',
    model => Object.assign(model.tiers[1] as object, { pools: [{ name: 'all', source: 'target' }] }),
    ['tiers[1].pools[0].source: needs a target of the banner, whose choices it gives'],
  ],
  [
    'a refill by choice among other pools',
    model =>
      Object.assign(model.tiers[1] as object, {
        pools: [{ name: 'all', source: 'box', items: [{ id: sword, count: 1 }], refill: 'prizesOut' }],
      }),
    [/^tiers\[1\]\.pools\[0\]\.refill: must not be "prizesOut"/],
  ],
]

it.each(mistakes.map(mistake => [mistake[0], mistake] as const))('refuses %s, and says where', (_, mistake) => {
  expect(toldOf(mistake)).toEqual(mistake[2])
})
