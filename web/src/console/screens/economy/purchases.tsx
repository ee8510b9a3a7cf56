import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PurchaseStatus } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { refusalText } from '../../../refusals/refusal.js'
import { formatMoney, formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { Select } from '../../parts/select.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'
import { hasRole } from '../../roles.js'

const PURCHASES = graphql(`
  query ConsolePurchases($userId: ID, $status: PurchaseStatus, $first: Int!, $after: String) {
    purchases(userId: $userId, status: $status, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          amount
          currency
          priceCents
          priceCurrency
          status
          createdAt
          user {
            id
            username
          }
        }
      }
    }
  }
`)

const REFUND = graphql(`
  mutation ConsoleRefund($purchaseId: ID!, $reason: String!) {
    refundPurchase(purchaseId: $purchaseId, reason: $reason) {
      __typename
      ... on Purchase {
        id
        status
      }
      ... on Refusal {
        message
      }
    }
  }
`)

const PAGE_SIZE = 50
const STATUSES = ['PENDING', 'COMPLETED', 'DECLINED', 'REFUNDED'] as const

/** Purchases, the newest first; of one player, or of all. */
export function Purchases({ userId = null }: { userId?: string | null }) {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ status: PurchaseStatus | null }>({ status: null })
  const [, refund] = useMutation(REFUND)
  const listed = { userId, ...filters, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: PURCHASES,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const refunded = async (purchaseId: string, reason: string): Promise<string | null> => {
    const answer = await refund({ purchaseId, reason })
    if (!answer.data) return errorText(answer.error)
    const result = answer.data.refundPurchase
    return result.__typename === 'Purchase' ? null : refusalText(result)
  }
  return (
    <>
      <div className={styles.row} style={{ alignItems: 'end' }}>
        <Select
          label={t('consolePlayers.status')}
          value={filters.status}
          values={STATUSES}
          all={t('console.all')}
          onChange={status => filter({ status })}
        />
        <ExportButtons document={PURCHASES} variables={listed} path="purchases" />
      </div>
      <Loaded data={data?.purchases} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('consolePlayers.purchases')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('console.when'), cell: purchase => <Moment at={purchase.createdAt} /> },
                { title: t('consolePlayers.player'), cell: purchase => <UserLink user={purchase.user} /> },
                {
                  title: t('consolePlayers.amount'),
                  numeric: true,
                  cell: purchase => `${formatNumber(purchase.amount)} ${purchase.currency}`,
                },
                {
                  title: t('consoleEconomy.price'),
                  numeric: true,
                  cell: purchase => formatMoney(purchase.priceCents, purchase.priceCurrency),
                },
                { title: t('consolePlayers.status'), cell: purchase => purchase.status },
                {
                  title: t('consolePlayers.actions'),
                  cell: purchase =>
                    hasRole('admin.economy') &&
                    purchase.status === 'COMPLETED' && (
                      <ActWithReason
                        label={t('consoleEconomy.refund')}
                        description={t('consoleEconomy.refundText')}
                        act={reason => refunded(purchase.id, reason)}
                      />
                    ),
                },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consolePlayers.purchases')} />
          </>
        )}
      </Loaded>
    </>
  )
}
