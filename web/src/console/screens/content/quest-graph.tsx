import { Graph, layout } from '@dagrejs/dagre'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './quest-graph.module.css'

export interface GraphQuest {
  readonly id: string
  readonly name: string
  readonly prerequisites: readonly { readonly id: string }[]
}

const NODE = { width: 190, height: 44 }

/** Which quest opens which: prerequisites on the left. The list beside it says the same in words. */
export function QuestGraph({ quests, onChoose }: { quests: readonly GraphQuest[]; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  const { nodes, edges, width, height } = useMemo(() => placed(linked(quests)), [quests])
  if (nodes.length === 0) return null
  return (
    <div className={styles.frame}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={t('consoleContent.graph')}
      >
        {edges.map(({ id, points }) => (
          <polyline key={id} className={styles.edge} points={points} />
        ))}
        {nodes.map(({ quest, x, y }) => (
          <g
            key={quest.id}
            className={styles.node}
            transform={`translate(${x - NODE.width / 2} ${y - NODE.height / 2})`}
            role="button"
            tabIndex={0}
            onClick={() => onChoose(quest.id)}
            onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && onChoose(quest.id)}
          >
            <rect width={NODE.width} height={NODE.height} rx={8} />
            <text x={NODE.width / 2} y={NODE.height / 2}>
              {quest.name.length > 24 ? `${quest.name.slice(0, 23)}…` : quest.name}
            </text>
            <title>{quest.name}</title>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** Those that need another one, or are needed: the others have no place in an order. */
function linked(quests: readonly GraphQuest[]): readonly GraphQuest[] {
  const needed = new Set(quests.flatMap(({ prerequisites }) => prerequisites.map(({ id }) => id)))
  return quests.filter(({ id, prerequisites }) => prerequisites.length > 0 || needed.has(id))
}

function placed(quests: readonly GraphQuest[]) {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 48, marginx: 8, marginy: 8 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of quests) graph.setNode(id, { ...NODE })
  for (const { id, prerequisites } of quests)
    for (const needed of prerequisites) if (graph.hasNode(needed.id)) graph.setEdge(needed.id, id)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    nodes: quests.map(quest => {
      const { x = 0, y = 0 } = graph.node(quest.id) as { x?: number; y?: number }
      return { quest, x, y }
    }),
    edges: graph.edges().map(edge => {
      const { points } = graph.edge(edge) as { points: readonly { x: number; y: number }[] }
      return { id: `${edge.v} ${edge.w}`, points: points.map(({ x, y }) => `${x},${y}`).join(' ') }
    }),
  }
}
