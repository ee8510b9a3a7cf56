import { Graph, layout } from '@dagrejs/dagre'
import type { StateDiagramsFragment } from '../../../generated/graphql.js'

type Told = StateDiagramsFragment['diagrams'][number]
type Node = Omit<Told['nodes'][number], '__typename'>
type Move = Omit<Told['moves'][number], '__typename'>
export interface Diagram extends Pick<Told, 'events' | 'counters' | 'states'> {
  readonly nodes: readonly Node[]
  readonly moves: readonly Move[]
}

const NODE = { width: 120, height: 44 }
/** More names do not fit beside an arrow; the list of draws has all of them. */
const NAMES_MAX = 2

/** The values of a node: `40`, or `0–72` for states in a row; with several counters, each by its name. */
export function nodeText({ counters }: Pick<Diagram, 'counters'>, { from, to }: Pick<Node, 'from' | 'to'>): string {
  const values = from.map((value, at) => (value === to[at] ? String(value) : `${value}–${to[at]}`))
  const [only] = values
  if (counters.length === 1 && only !== undefined) return only
  return values.map((value, at) => `${counters[at]} ${value}`).join(', ')
}

/** `0.6 %`, with as many digits as say something. */
export const chanceText = (percent: number): string => `${Number(percent.toPrecision(4))} %`

export function outcomesText(outcomes: readonly string[]): string {
  const shown = outcomes.slice(0, NAMES_MAX).join(', ')
  return outcomes.length > NAMES_MAX ? `${shown}, …` : shown
}

/** Moves from one node to another one are one arrow. */
export function arrowsOf(moves: readonly Move[]): readonly { from: number; to: number; moves: readonly Move[] }[] {
  const arrows = new Map<string, { from: number; to: number; moves: Move[] }>()
  for (const move of moves) {
    const key = `${move.from} ${move.to}`
    const arrow = arrows.get(key) ?? { from: move.from, to: move.to, moves: [] }
    arrow.moves.push(move)
    arrows.set(key, arrow)
  }
  return [...arrows.values()]
}

/** Places of nodes and arrows; an arrow from a node to itself is left out, since its name says that it is a row. */
export function placedDiagram(diagram: Diagram) {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 64, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  const widthOf = (node: Node) => Math.max(NODE.width, nodeText(diagram, node).length * 8 + 16)
  for (const [at, node] of diagram.nodes.entries())
    graph.setNode(String(at), { width: widthOf(node), height: NODE.height })
  const arrows = arrowsOf(diagram.moves).filter(({ from, to }) => from !== to)
  for (const { from, to } of arrows) graph.setEdge(String(from), String(to))
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    nodes: diagram.nodes.map((node, at) => {
      const { x = 0, y = 0 } = graph.node(String(at)) as { x?: number; y?: number }
      return { at, node, text: nodeText(diagram, node), x, y, width: widthOf(node), height: NODE.height }
    }),
    arrows: arrows.map(({ from, to, moves }) => {
      const { points } = graph.edge(String(from), String(to)) as { points: readonly { x: number; y: number }[] }
      return {
        id: `${from} ${to}`,
        points: points.map(({ x, y }) => `${x},${y}`).join(' '),
        title: moves.map(({ outcomes, percent }) => `${outcomesText(outcomes)}: ${chanceText(percent)}`).join('; '),
      }
    }),
  }
}
