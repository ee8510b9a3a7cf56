import fc from 'fast-check'
import { checkModel } from '../../src/domain/banner-model/check-model.js'
import type { CompiledModel } from '../../src/domain/banner-model/compile.js'
import { anyModelWithoutStock } from './any-model.js'

const idOf = (index: number) => `00000000-0000-4000-8000-99999999000${index}`

/** Any model whose first tier has a pool of wished items before its others, and perhaps one of unwished items. */
export const anyModelOfLists: fc.Arbitrary<CompiledModel> = fc
  .record({
    model: anyModelWithoutStock,
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }),
    share: fc.integer({ min: 1, max: 30 }),
    min: fc.nat(),
    max: fc.nat(),
    hasOthers: fc.boolean(),
  })
  .map(({ model, weights, share, min, max, hasOthers }) => {
    const { tiers, ...definition } = model.definition
    const [top, ...rest] = tiers
    if (top === undefined) return null
    const most = 1 + (max % (weights.length - 1))
    const chance = [{ points: [[1, share]] }]
    const pools = [
      { name: 'wished', source: 'wished', chance },
      ...(hasOthers ? [{ name: 'others', source: 'unwished', chance: [{ points: [[1, 20]] }] }] : []),
      ...top.pools,
    ]
    const choices = weights.map((weight, index) => ({ id: idOf(index), weight }))
    const wishes = { choices, count: [1 + (min % most), most] }
    return checkModel({ ...definition, tiers: [{ ...top, pools }, ...rest], wishes }).model
  })
  .filter(model => model !== null)
