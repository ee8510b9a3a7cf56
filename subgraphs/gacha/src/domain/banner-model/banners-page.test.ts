import { blocksOf } from '@waystone/kit/testing'
import { expect, it } from 'vitest'
import { firstMemory } from '../banner-simulation/histories.js'
import { seededWords } from '../seeded-words.js'
import { checkModel } from './check-model.js'
import { drawOrder } from './draw-order.js'

const page = blocksOf('docs/banners.md')
const blocks = (flag: string): readonly unknown[] =>
  page.flatMap(({ flags, text }) => (flags.has(flag) ? [JSON.parse(text) as unknown] : []))
const [definition] = blocks('model')
const changes = blocks('change')

it('shows definitions that pass the check, and whose orders can be drawn', () => {
  expect(changes.length).toBeGreaterThan(3)
  for (const change of [{}, ...changes]) {
    const { model, problems } = checkModel({ ...Object(definition), ...Object(change) })
    expect(problems).toEqual([])
    const [order] = model?.definition.orders ?? []
    if (model === null || order === undefined) throw new Error('The definition has no order')
    const drawn = drawOrder(model, firstMemory(model), { order, wordsAt: index => seededWords(index) })
    expect(drawn).toMatchObject({ kind: 'drawn', items: { length: order.draws } })
  }
})

it('says the chances that the definition has', () => {
  const { model } = checkModel(definition)
  const [rows] = blocks('chances') as readonly {
    readonly counters: Readonly<Record<string, number>>
    readonly chances: Readonly<Record<string, number>>
  }[][]
  if (model === null || rows === undefined) throw new Error('The page has no chances')
  const computed = rows.map(({ counters }) => {
    const { total, shares } = model.outcomesAt(model.counters.map(({ name }) => counters[name] ?? 0))
    const chances = shares.map(({ value, share }) => [value.name, Number((share * 10n ** 10n) / total) / 1e8])
    return { counters, chances: Object.fromEntries(chances) as unknown }
  })
  expect(computed).toEqual(rows)
})
