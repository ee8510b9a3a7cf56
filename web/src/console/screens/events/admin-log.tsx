import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { Payload } from '../../parts/payload.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const ADMIN_LOG = graphql(`
  query ConsoleAdminLog($userId: ID, $first: Int!, $after: String) {
    adminActions(userId: $userId, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          action
          reason
          data
          at
          admin {
            id
            username
          }
          user {
            id
            username
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 50

/** The actions of administrators: who, when, what, to whom, why. */
export function AdminLog({ userId = null }: { userId?: string | null }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const filters = { userId, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: ADMIN_LOG,
    variables: { ...filters, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Loaded data={data?.adminActions} error={error} retry={reload}>
      {({ edges, pageInfo, totalCount }) => (
        <>
          <ExportButtons document={ADMIN_LOG} variables={filters} path="adminActions" />
          <ServerTable
            label={t('consoleEvents.adminLog')}
            busy={fetching}
            rows={edges.map(({ node }) => node)}
            columns={[
              { title: t('console.when'), cell: action => <Moment at={action.at} /> },
              { title: t('consoleEvents.admin'), cell: action => <UserLink user={action.admin} /> },
              { title: t('consoleEvents.action'), cell: action => action.action },
              { title: t('consolePlayers.player'), cell: action => <UserLink user={action.user} /> },
              { title: t('console.reason'), cell: action => action.reason },
              { title: t('consoleEvents.data'), cell: action => <Payload value={action.data} /> },
            ]}
          />
          <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleEvents.adminLog')} />
        </>
      )}
    </Loaded>
  )
}
