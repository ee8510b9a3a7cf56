import { expect, it } from 'vitest'
import { arrowsOf, chanceText, nodeText, outcomesText, placedDiagram, type Diagram } from './diagram-layout.js'

const move = (from: number, to: number, outcome: string, percent: number) => ({
  from,
  to,
  outcomes: [outcome],
  percent,
})
/** A pity of ten, of which the first nine states are alike. */
const diagram: Diagram = {
  events: ['TOP'],
  counters: ['since'],
  states: 10,
  nodes: [
    { from: [0], to: [8], place: null, isStart: true },
    { from: [9], to: [9], place: null, isStart: false },
  ],
  moves: [move(0, 0, 'TOP.all', 5), move(0, 0, 'REST.all', 95), move(0, 1, 'REST.all', 95), move(1, 0, 'TOP.all', 100)],
}

it('names a node by its value or its row, and counters where there are several', () => {
  expect(diagram.nodes.map(node => nodeText(diagram, node))).toEqual(['0–8', '9'])
  expect(nodeText({ counters: ['since', 'lost'] }, { from: [0, 1], to: [72, 1] })).toBe('since 0–72, lost 1')
})

it('says chances without digits that say nothing, and names of two pools at most', () => {
  expect([0.6, 100, 6.6 + 1e-13, 0.0000123456].map(chanceText)).toEqual(['0.6 %', '100 %', '6.6 %', '0.00001235 %'])
  expect(outcomesText(['A.all', 'B.all'])).toBe('A.all, B.all')
  expect(outcomesText(['A.all', 'B.all', 'C.all'])).toBe('A.all, B.all, …')
})

it('draws the moves between two nodes as one arrow, and none from a node to itself', () => {
  expect(arrowsOf(diagram.moves).map(({ from, to, moves }) => [from, to, moves.length])).toEqual([
    [0, 0, 2],
    [0, 1, 1],
    [1, 0, 1],
  ])
  const { nodes, arrows, width, height } = placedDiagram(diagram)
  expect(arrows.map(({ id, title }) => [id, title])).toEqual([
    ['0 1', 'REST.all: 95 %'],
    ['1 0', 'TOP.all: 100 %'],
  ])
  for (const { x, y, width: own } of nodes) {
    expect(x - own / 2).toBeGreaterThanOrEqual(0)
    expect(x + own / 2).toBeLessThanOrEqual(width)
    expect(y).toBeLessThan(height)
  }
  expect(nodes[0]?.x).not.toBe(nodes[1]?.x)
})
