import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { StateDiagramsFragment } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { ServerTable } from '../../parts/server-table.js'
import { chanceText, nodeText, placedDiagram, type Diagram } from './diagram-layout.js'
import styles from './state-diagrams.module.css'

graphql(`
  fragment StateDiagrams on BannerOdds {
    diagrams {
      events
      counters
      states
      nodes {
        from
        to
        place
        isStart
      }
      moves {
        from
        to
        outcomes
        percent
      }
    }
  }
`)

/** The moves of a model's counters: a drawing of each small chain, and the number of states of the others. */
export function StateDiagrams({ odds: { diagrams } }: { odds: StateDiagramsFragment }) {
  const { t } = useTranslation()
  const moving = diagrams.filter(({ counters }) => counters.length > 0)
  if (moving.length === 0) return null
  return (
    <>
      <h3>{t('consoleContent.states')}</h3>
      {moving.map(diagram => (
        <OneDiagram key={diagram.events.join(' ')} diagram={diagram} />
      ))}
    </>
  )
}

function OneDiagram({ diagram }: { diagram: Diagram }) {
  const { t } = useTranslation()
  const { events, counters, states, nodes } = diagram
  return (
    <section className={styles.part} aria-label={events.join(', ')}>
      <h4>{events.join(', ')}</h4>
      <p>
        {t('consoleContent.statesBy', { counters: counters.join(', ') })}{' '}
        {states === null || states === undefined
          ? t('consoleContent.statesBeyond')
          : t('consoleContent.statesCount', { count: states, states: formatNumber(states) })}{' '}
        {nodes.length === 0 && t('consoleContent.notDrawn')}
      </p>
      {nodes.length > 0 && (
        <>
          <Drawing diagram={diagram} />
          <Moves diagram={diagram} />
        </>
      )}
    </section>
  )
}

function Drawing({ diagram }: { diagram: Diagram }) {
  const { t } = useTranslation()
  const arrowHead = useId()
  const { nodes, arrows, width, height } = useMemo(() => placedDiagram(diagram), [diagram])
  const label = t('consoleContent.statesOf', { events: diagram.events.join(', ') })
  return (
    <div className={styles.frame} role="region" aria-label={label} tabIndex={0}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        <marker id={arrowHead} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className={styles.head} d="M0 0 8 4 0 8z" />
        </marker>
        {arrows.map(({ id, points, title }) => (
          <polyline key={id} className={styles.arrow} points={points} markerEnd={`url(#${arrowHead})`}>
            <title>{title}</title>
          </polyline>
        ))}
        {nodes.map(({ at, node, text, x, y, width: own, height: high }) => (
          <g key={at} className={styles.node} transform={`translate(${x - own / 2} ${y - high / 2})`}>
            <rect className={node.isStart ? styles.start : undefined} width={own} height={high} rx={8} />
            <text x={own / 2} y={high / 2}>
              {text}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** The same in words. */
function Moves({ diagram }: { diagram: Diagram }) {
  const { t } = useTranslation()
  const { nodes, moves } = diagram
  const textAt = (place: number): string => {
    const node = nodes[place]
    if (node === undefined) return '–'
    const text = nodeText(diagram, node)
    return typeof node.place === 'number' ? t('consoleContent.placeIn', { state: text, draw: node.place + 1 }) : text
  }
  return (
    <details>
      <summary>{t('consoleContent.moves')}</summary>
      <ServerTable
        label={t('consoleContent.moves')}
        rows={moves.map((move, at) => ({ ...move, id: String(at) }))}
        columns={[
          { title: t('consoleContent.fromState'), cell: ({ from }) => textAt(from) },
          { title: t('consoleContent.drawn'), cell: ({ outcomes }) => outcomes.join(', ') },
          { title: t('consoleContent.chance'), numeric: true, cell: ({ percent }) => chanceText(percent) },
          { title: t('consoleContent.toState'), cell: ({ to }) => textAt(to) },
        ]}
      />
    </details>
  )
}
