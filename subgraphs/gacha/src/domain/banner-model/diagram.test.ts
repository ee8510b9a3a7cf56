import { describe, expect, it } from 'vitest'
import { givenModel, givenRules, modelOfShortForm } from '../../../test/banner-model/short-form.js'
import { compileModel } from './compile.js'
import { diagramsOf, NODES_MAX, type Diagram } from './diagram.js'

const diagrams = (id: string, draws = 1): readonly Diagram[] => diagramsOf(compileModel(givenModel(id)), { draws })

/** The chances of the draws that leave a node; of a joined one, the move to its end is the one to the next node. */
function sumsOf({ nodes, moves }: Diagram): readonly number[] {
  return nodes.map((_, node) => {
    const byOutcome = new Map(
      moves.filter(({ from }) => from === node).map(move => [move.outcomes.join(), move.percent]),
    )
    return [...byOutcome.values()].reduce((sum, percent) => sum + percent, 0)
  })
}

describe('diagramsOf', () => {
  it('has one node for a pity before it rises, and one for each draw after that', () => {
    const [five] = diagrams('genshin-character-5.0')
    expect(five?.events[0]).toBe('FIVE')
    expect(five?.counters).toHaveLength(1)
    expect(five?.states).toBe(90)
    expect(five?.nodes[0]).toEqual({ from: [0], to: [72], place: null, isStart: true })
    expect(five?.nodes.slice(1).map(({ from }) => from[0])).toEqual(Array.from({ length: 17 }, (_, n) => n + 73))
    const hits = five?.moves.filter(({ to, outcomes }) => to === 0 && outcomes.every(name => name.startsWith('FIVE')))
    expect(hits?.[0]?.percent).toBeCloseTo(0.6, 9)
    expect(hits?.at(-1)?.percent).toBeCloseTo(100, 9)
    expect(five?.moves).toContainEqual({ from: 0, to: 1, outcomes: expect.any(Array) as string[], percent: 99.4 })
  })

  it.each(givenRules.map(({ id }) => id))('of %s has draws that add up to 100 %, or the number of states alone', id => {
    const found = diagrams(id)
    expect(found.length).toBeGreaterThan(0)
    for (const diagram of found) {
      expect(diagram.nodes.length).toBeLessThanOrEqual(NODES_MAX)
      expect(diagram.nodes.filter(({ isStart }) => isStart).length > 0).toBe(diagram.nodes.length > 0)
      for (const sum of sumsOf(diagram)) expect(sum).toBeCloseTo(100, 6)
    }
  })

  it('adds up the draws of rolled starts that lead to states of one node', () => {
    const luck = { max: 2, scope: 'order', start: [60, 30, 10], on: [['LOW', { add: 1 }]] } as const
    const points = [
      [1, 10],
      [3, 50],
    ]
    const top = { name: 'TOP', chance: [{ by: 'luck', points }] }
    const rule = { id: 'rolled', game: 'Rolled', counters: { luck }, tiers: [top, { name: 'LOW' }] } as const
    const [found] = diagramsOf(compileModel(modelOfShortForm(rule)), { draws: 1 })
    expect(found?.nodes.map(({ from, to }) => [from, to])).toEqual([
      [[0], [1]],
      [[2], [2]],
    ])
    const percents = found?.moves.map(({ from, to, outcomes, percent }) => [from, to, outcomes.join(), percent])
    expect(percents).toEqual([
      [0, 0, 'TOP.all', expect.closeTo(9, 9)],
      [0, 1, 'TOP.all', expect.closeTo(1, 9)],
      [0, 0, 'LOW.all', expect.closeTo(81, 9)],
      [0, 1, 'LOW.all', expect.closeTo(9, 9)],
      [1, 0, 'TOP.all', expect.closeTo(45, 9)],
      [1, 1, 'TOP.all', expect.closeTo(5, 9)],
      [1, 0, 'LOW.all', expect.closeTo(45, 9)],
      [1, 1, 'LOW.all', expect.closeTo(5, 9)],
    ])
  })

  it('draws no chain with too many nodes, and says how many states it has', () => {
    const featured = diagrams('genshin-character-5.0').find(({ events }) => events.includes('FIVE.featured'))
    expect(featured?.states ?? Number.POSITIVE_INFINITY).toBeGreaterThan(NODES_MAX)
    expect(featured?.counters.length).toBeGreaterThan(1)
  })

  it('tells the draws of an order apart where a counter restarts with it', () => {
    const places = diagrams('blue-archive', 10).flatMap(({ nodes }) => nodes.map(({ place }) => place))
    expect(new Set(places)).toContain(9)
  })

  it('is of the first order that is bought, not of one that a milestone gives', () => {
    const model = givenModel('blue-archive')
    const bought = { name: 'single', draws: 1, prices: [], moves: true }
    const given = { ...bought, name: 'gift', draws: 10, from: 'thirty' }
    const ofBoth = compileModel({ ...model, orders: [given, bought] })
    expect(diagramsOf(ofBoth)).toEqual(diagramsOf(ofBoth, { draws: 1 }))
    expect(diagramsOf(ofBoth)).not.toEqual(diagramsOf(ofBoth, { draws: 10 }))
    expect(diagramsOf(compileModel({ ...model, orders: [given] }))).toEqual([])
  })
})
