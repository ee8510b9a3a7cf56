import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const GRANTED_PRIZES = graphql(`
  query ConsoleGrantedPrizes($id: ID!, $first: Int!, $after: String) {
    leaderboard(id: $id) {
      id
      grantedPrizes(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            rank
            endedAt
            grantedAt
            user {
              id
              username
            }
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 20

/** The prizes of a leaderboard that were granted, those of the newest period first. */
export function GrantedPrizes({ id }: { id: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const listed = { id, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: GRANTED_PRIZES,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <section className={styles.stack}>
      <div className={styles.split}>
        <h3>{t('consoleContent.grantedPrizes')}</h3>
        <ExportButtons document={GRANTED_PRIZES} variables={listed} path="leaderboard.grantedPrizes" />
      </div>
      <Loaded data={data?.leaderboard?.grantedPrizes} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('consoleContent.grantedPrizes')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('consoleContent.endsAt'), cell: prize => <Moment at={prize.endedAt} /> },
                { title: t('leaderboards.rank'), numeric: true, cell: prize => formatNumber(prize.rank) },
                { title: t('consolePlayers.name'), cell: prize => <UserLink user={prize.user} /> },
                { title: t('consoleContent.grantedAt'), cell: prize => <Moment at={prize.grantedAt} /> },
              ]}
            />
            <Pager
              paging={paging}
              pageInfo={pageInfo}
              totalCount={totalCount}
              label={t('consoleContent.grantedPrizes')}
            />
          </>
        )}
      </Loaded>
    </section>
  )
}
