import fc from 'fast-check'
import { modelDefinition, type ModelDefinition } from '../../src/domain/banner-model/definition.js'
import { definitionOfShortForm, type ShortRule } from './short-form.js'

/** Chances are percentages with at most two decimals. */
const percent = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map(value => value / 100)

/** A flat chance that rises from a place on and is certain at another one, or stays flat. */
const curve = (by: string, max: number, base: fc.Arbitrary<number>) =>
  fc.record({ base, from: fc.integer({ min: 2, max }), step: percent(0, 30), isCertain: fc.boolean() }).map(each => ({
    by,
    points: [[1, each.base], [each.from, each.base, each.step], ...(each.isCertain ? [[max + 1, 100]] : [])],
  }))

const resets = fc.constantFrom('TOP', 'TOP.wanted')
const lowResets = fc.constantFrom('LOW', 'LOW+')

/**
 * Rules of the kinds that live games have: soft and hard pities that share counters or not, a lost coin, floors of an
 * order, steps, rolled starts, a certain draw, prices by step. Some of what they say may be unreachable.
 */
export const anyRule: fc.Arbitrary<ShortRule & { readonly draws: number }> = fc
  .record({
    topMax: fc.integer({ min: 3, max: 14 }),
    lowMax: fc.integer({ min: 2, max: 7 }),
    lostMax: fc.integer({ min: 1, max: 3 }),
    draws: fc.constantFrom(1, 1, 2, 5),
    stepMax: fc.integer({ min: 1, max: 3 }),
    topResets: resets,
    lowResets,
    lowScope: fc.constantFrom('banner', 'order'),
    share: percent(10, 90),
    isForced: fc.boolean(),
    rolledStart: fc.boolean(),
    stepPercent: percent(0, 3),
  })
  .chain(shape =>
    fc.record({
      shape: fc.constant(shape),
      top: curve('since', shape.topMax, percent(1, 12)),
      low: curve('low', shape.lowMax, percent(5, 40)),
    }),
  )
  .map(({ shape, top, low }) => ({
    id: 'any',
    game: 'Any rule',
    draws: shape.draws,
    counters: {
      since: {
        max: shape.topMax,
        scope: 'banner',
        on: [
          [shape.topResets, { set: 0 }],
          ['*', { add: 1 }],
        ],
      },
      low: {
        max: shape.lowMax,
        scope: shape.lowScope,
        on: [
          [shape.lowResets, { set: 0 }],
          ['*', { add: 1 }],
        ],
      },
      lost: {
        max: shape.lostMax,
        scope: 'banner',
        ...(shape.rolledStart ? { start: [75, 25] } : {}),
        on: [
          ['TOP.wanted', { set: 0 }],
          ['TOP.other', { add: 1 }],
        ],
      },
      step: { max: shape.stepMax, scope: 'banner', per: 'order', on: [['*', { add: 1 }]] },
    },
    ...(shape.isForced ? { forces: [{ when: { since: shape.topMax, low: 0 }, tier: 'TOP', pool: 'wanted' }] } : {}),
    tiers: [
      {
        name: 'TOP',
        chance: [top, { by: 'step', points: [[1, 0, shape.stepPercent]] }],
        pools: [
          {
            name: 'wanted',
            chance: [
              { points: [[1, shape.share]] },
              {
                by: 'lost',
                points: [
                  [1, 0],
                  [shape.lostMax + 1, 100],
                ],
              },
            ],
          },
          { name: 'other' },
        ],
      },
      { name: 'LOW', chance: [low] },
      { name: 'REST' },
    ],
    price: {
      by: 'step',
      points: [
        [1, 100],
        [2, 300],
      ],
    },
  })) as fc.Arbitrary<ShortRule & { readonly draws: number }>

/** The form is checked; what a check over all states would refuse is computed all the same. */
export const definitionOf = (rule: ShortRule): ModelDefinition => modelDefinition.parse(definitionOfShortForm(rule))
