import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { DeliveryStatus } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { Select } from '../../parts/select.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const LOG = graphql(`
  query ConsoleNotificationLog($userId: ID, $status: DeliveryStatus, $first: Int!, $after: String) {
    notificationLog(userId: $userId, status: $status, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          user {
            id
            username
          }
          notification {
            id
            kind
            title
            createdAt
          }
          delivery {
            id
            platform
            device
            status
            attempts
            lastError
            sentAt
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 50
const STATUSES = ['PENDING', 'SENT', 'FAILED', 'DROPPED'] as const

interface Filters {
  readonly userId: string | null
  readonly status: DeliveryStatus | null
}

/** The log of pushes, the newest first: one line for each notification and device. */
export function NotificationLog() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<Filters>({ userId: null, status: null })
  const listed = { ...filters, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: LOG,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <>
      <div className={styles.row} style={{ alignItems: 'end' }}>
        <Select
          label={t('consoleMail.status')}
          value={filters.status}
          values={STATUSES}
          all={t('console.all')}
          onChange={status => filter({ status })}
        />
        <TextField
          label={t('consoleMail.userId')}
          value={filters.userId ?? ''}
          onChange={({ target }) => filter({ userId: target.value === '' ? null : target.value })}
        />
        <ExportButtons document={LOG} variables={listed} path="notificationLog" />
      </div>
      <Loaded data={data?.notificationLog} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('consoleMail.log')}
              busy={fetching}
              rows={edges.map(({ node }) => ({ ...node, id: node.delivery.id }))}
              columns={[
                { title: t('console.when'), cell: entry => <Moment at={entry.notification.createdAt} /> },
                { title: t('consoleMail.player'), cell: ({ user }) => (user ? <UserLink user={user} /> : '–') },
                { title: t('consoleMail.what'), cell: ({ notification }) => notification.title },
                {
                  title: t('consoleMail.device'),
                  cell: ({ delivery }) => `${delivery.device} (${delivery.platform})`,
                },
                { title: t('consoleMail.status'), cell: ({ delivery }) => delivery.status },
                {
                  title: t('consoleMail.attempts'),
                  numeric: true,
                  cell: ({ delivery }) => formatNumber(delivery.attempts),
                },
                { title: t('consoleMail.lastError'), cell: ({ delivery }) => delivery.lastError ?? '–' },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleMail.log')} />
          </>
        )}
      </Loaded>
    </>
  )
}
