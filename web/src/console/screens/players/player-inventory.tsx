import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'

const INVENTORY = graphql(`
  query ConsoleInventory($userId: ID!, $first: Int!, $after: String) {
    user(id: $userId) {
      id
      inventory(first: $first, after: $after) {
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            quantity
            firstObtainedAt
            item {
              id
              name
              kind
              rarity
            }
          }
        }
      }
    }
  }
`)

const PAGE_SIZE = 50

export function PlayerInventory({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const filters = { userId, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: INVENTORY,
    variables: { ...filters, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <Loaded data={data?.user?.inventory} error={error} retry={reload}>
      {({ edges, pageInfo }) => (
        <>
          <ExportButtons document={INVENTORY} variables={filters} path="user.inventory" />
          <ServerTable
            label={t('consolePlayers.inventory')}
            busy={fetching}
            rows={edges.map(({ node }) => ({ ...node, id: node.item.id }))}
            columns={[
              { title: t('consolePlayers.item'), cell: entry => entry.item.name },
              { title: t('consolePlayers.kind'), cell: entry => entry.item.kind },
              { title: t('consolePlayers.rarity'), cell: entry => entry.item.rarity },
              { title: t('consolePlayers.quantity'), numeric: true, cell: entry => formatNumber(entry.quantity) },
              { title: t('console.when'), cell: entry => <Moment at={entry.firstObtainedAt} /> },
            ]}
          />
          <Pager paging={paging} pageInfo={pageInfo} label={t('consolePlayers.inventory')} />
        </>
      )}
    </Loaded>
  )
}
