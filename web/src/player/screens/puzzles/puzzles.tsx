import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PuzzleCardFragment } from '../../../generated/graphql.js'
import { formatSpan } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import own from '../../puzzles/puzzles.module.css'
import { useServerClock } from '../quests/use-server-clock.js'

const PUZZLES = graphql(`
  query Puzzles($openOnly: Boolean!, $after: String) {
    puzzles(openOnly: $openOnly, first: 12, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...PuzzleCard
        }
      }
    }
  }
  fragment PuzzleCard on Puzzle {
    id
    title
    kind
    statement
    closesAt
    solvedCount
    myStatus
  }
`)

/** The feed of puzzles, newest first. */
export default function Puzzles() {
  const { t } = useTranslation()
  const [openOnly, setOpenOnly] = useState(true)
  const paging = usePaging()
  const [{ data, error }, reload] = useQuery({
    query: PUZZLES,
    variables: { openOnly, after: paging.after },
    requestPolicy: 'cache-and-network',
  })
  const now = useServerClock()
  const show = (next: boolean) => {
    paging.first()
    setOpenOnly(next)
  }
  return (
    <Screen
      title={t('nav.puzzles')}
      actions={
        <div role="group" aria-label={t('puzzles.show')} className={styles.row}>
          <Button aria-pressed={openOnly} tone={openOnly ? 'primary' : 'plain'} onClick={() => show(true)}>
            {t('puzzles.open')}
          </Button>
          <Button aria-pressed={!openOnly} tone={openOnly ? 'plain' : 'primary'} onClick={() => show(false)}>
            {t('puzzles.all')}
          </Button>
        </div>
      }
    >
      <Loaded data={data?.puzzles} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <div className={styles.grid}>
              {edges.map(({ node }) => (
                <PuzzleCard key={node.id} puzzle={node} now={now} />
              ))}
            </div>
            {edges.length === 0 && <p className={styles.muted}>{t('puzzles.none')}</p>}
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('puzzles.pages')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function PuzzleCard({ puzzle, now }: { puzzle: PuzzleCardFragment; now: number }) {
  const { t } = useTranslation()
  const { id, title, kind, statement, closesAt, solvedCount, myStatus } = puzzle
  const leftMs = closesAt ? Date.parse(closesAt) - now : 0
  return (
    <article className={`${styles.card} ${own.card}`} aria-labelledby={id}>
      <div className={styles.split}>
        <h2 id={id}>{title}</h2>
        {myStatus && myStatus !== 'OPEN' && (
          <span className={styles.badge} data-tone={TONES[myStatus]}>
            {t(`puzzles.status.${myStatus}`)}
          </span>
        )}
      </div>
      <p>{statement}</p>
      <p className={styles.muted}>
        {[
          t(`puzzles.kinds.${kind}`),
          solvedCount > 0 && t('puzzles.solvedBy', { count: solvedCount }),
          leftMs > 0 && t('puzzles.closesIn', { span: formatSpan(leftMs) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ScreenLink to={`/puzzles/${id}`} className={styles.button ?? ''}>
        {t('puzzles.openPuzzle', { title })}
      </ScreenLink>
    </article>
  )
}

const TONES = { SOLVED: 'good', FAILED: 'muted', EXPIRED: 'muted' } as const
