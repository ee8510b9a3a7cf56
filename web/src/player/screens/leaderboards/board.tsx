import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber, formatSpan } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useServerClock } from '../quests/use-server-clock.js'
import { EntryTable } from './entry-table.js'
import layout from './leaderboards.module.css'
import { Prizes } from './prizes.js'

const BOARD = graphql(`
  query Leaderboard($id: ID!, $after: String) {
    me {
      id
    }
    leaderboard(id: $id) {
      id
      period
      endsAt
      around(radius: 5) {
        ...EntryShown
      }
      entries(first: 10, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...EntryShown
          }
        }
      }
      prizes {
        fromRank
        toRank
        rewards {
          ...RewardShown
        }
      }
    }
  }
  fragment EntryShown on LeaderboardEntry {
    rank
    score
    user {
      id
      displayName
    }
  }
`)

const RANK_CHANGED = graphql(`
  subscription RankChanged($id: ID!) {
    rankChanged(leaderboardId: $id) {
      rank
      score
    }
  }
`)

/** One board: the viewer's own rank, which moves by itself, with the neighbours; the best; the prizes. */
export function Board({ id }: { id: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error }, reload] = useQuery({
    query: BOARD,
    variables: { id, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const [{ data: told }] = useSubscription({ query: RANK_CHANGED, variables: { id } })
  const { rank, score } = told?.rankChanged ?? {}
  // The neighbours of a rank that has moved are others.
  useEffect(() => {
    if (rank !== undefined) reload({ requestPolicy: 'network-only' })
  }, [rank, score, reload])
  const now = useServerClock()
  // Not null, which `Loaded` takes for an answer that did not come.
  const answered = data && { board: data.leaderboard ?? null }
  return (
    <Loaded data={answered} error={error} retry={reload}>
      {({ board }) => {
        if (board === null) return <p className={styles.muted}>{t('leaderboards.none')}</p>
        const { period, endsAt, around, entries, prizes } = board
        const viewerId = data?.me?.id ?? ''
        const own = around.find(({ user }) => user?.id === viewerId)
        const best = entries.edges.map(({ node }) => node)
        // The neighbours of an entry of the best are in the same table.
        const isAmongBest = best.some(({ user }) => user?.id === viewerId)
        return (
          <>
            <p className={styles.muted}>
              {t(`leaderboards.periods.${period}`)}
              {endsAt && ` · ${t('leaderboards.ends', { span: formatSpan(Date.parse(endsAt) - now) })}`}
            </p>
            <p role="status" className={own ? layout.standing : undefined}>
              {own
                ? t('leaderboards.standing', { rank: formatNumber(own.rank), score: formatNumber(own.score) })
                : t('leaderboards.unranked')}
            </p>
            <div className={layout.tables}>
              {own && !isAmongBest && (
                <EntryTable title={t('leaderboards.around')} entries={around} viewerId={viewerId} />
              )}
              {entries.totalCount === 0 ? (
                <p className={styles.muted}>{t('leaderboards.empty')}</p>
              ) : (
                <EntryTable title={t('leaderboards.best')} entries={best} viewerId={viewerId}>
                  <Pager
                    paging={paging}
                    pageInfo={entries.pageInfo}
                    totalCount={entries.totalCount}
                    label={t('leaderboards.pages')}
                  />
                </EntryTable>
              )}
            </div>
            {prizes.length > 0 && <Prizes prizes={prizes} />}
          </>
        )
      }}
    </Loaded>
  )
}
