import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const GRANTED_PRIZES = graphql(`
  query ConsoleGrantedPrizes($id: ID!, $after: String) {
    leaderboard(id: $id) {
      id
      grantedPrizes(first: 20, after: $after) {
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

/** The prizes of a leaderboard that were granted, those of the newest period first. */
export function GrantedPrizes({ id }: { id: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error, fetching }, reload] = useQuery({
    query: GRANTED_PRIZES,
    variables: { id, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <section>
      <h3>{t('consoleContent.grantedPrizes')}</h3>
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
