import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { LedgerAccountKind } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { Select } from '../../parts/select.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { UserLink } from '../../parts/user-link.js'

const LEDGER = graphql(`
  query ConsoleLedger($userId: ID, $kind: LedgerAccountKind, $currency: Currency, $first: Int!, $after: String) {
    ledger(userId: $userId, kind: $kind, currency: $currency, first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          amount
          paid
          currency
          reason
          reference
          createdAt
          from {
            ...ConsoleAccount
          }
          to {
            ...ConsoleAccount
          }
        }
      }
    }
  }
  fragment ConsoleAccount on LedgerAccount {
    id
    kind
    user {
      id
      username
    }
  }
`)

const PAGE_SIZE = 50
const KINDS = ['WALLET', 'HELD', 'GRANTS', 'PURCHASES', 'REWARDS', 'ADJUSTMENTS', 'SINK', 'TREASURY'] as const
/** A player has accounts of these kinds; the others are the house's. */
const OF_PLAYERS = ['WALLET', 'HELD'] as const
const CURRENCIES = ['DIAMOND', 'GOLD'] as const

interface Filters {
  readonly kind: LedgerAccountKind | null
  readonly currency: (typeof CURRENCIES)[number] | null
}

interface Account {
  readonly kind: LedgerAccountKind
  readonly user?: { readonly id: string; readonly username: string } | null
}

/** Each transfer between two accounts, the newest first; of one player, or of all. */
export function Ledger({ userId = null }: { userId?: string | null }) {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<Filters>({ kind: null, currency: null })
  const listed = { userId, ...filters, first: PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: LEDGER,
    variables: { ...listed, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  return (
    <>
      <div className={styles.row} style={{ alignItems: 'end' }}>
        <Select
          label={t('consoleEconomy.account')}
          value={filters.kind}
          values={userId === null ? KINDS : OF_PLAYERS}
          all={t('console.all')}
          onChange={kind => filter({ kind })}
        />
        <Select
          label={t('consolePlayers.currency')}
          value={filters.currency}
          values={CURRENCIES}
          all={t('console.all')}
          onChange={currency => filter({ currency })}
        />
        <ExportButtons document={LEDGER} variables={listed} path="ledger" />
      </div>
      <Loaded data={data?.ledger} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <ServerTable
              label={t('consolePlayers.ledger')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('console.when'), cell: transfer => <Moment at={transfer.createdAt} /> },
                { title: t('consoleEconomy.from'), cell: transfer => <AccountName account={transfer.from} /> },
                { title: t('consoleEconomy.to'), cell: transfer => <AccountName account={transfer.to} /> },
                {
                  title: t('consolePlayers.amount'),
                  numeric: true,
                  cell: transfer => `${formatNumber(transfer.amount)} ${transfer.currency}`,
                },
                {
                  title: t('consoleEconomy.paid'),
                  numeric: true,
                  cell: ({ paid }) => (paid == null ? '–' : formatNumber(paid)),
                },
                { title: t('consoleEconomy.reason'), cell: transfer => transfer.reason },
                { title: t('consoleEconomy.reference'), cell: transfer => <code>{transfer.reference}</code> },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consolePlayers.ledger')} />
          </>
        )}
      </Loaded>
    </>
  )
}

function AccountName({ account: { kind, user } }: { account: Account }) {
  return user ? (
    <>
      <UserLink user={user} /> <span className={styles.muted}>{kind}</span>
    </>
  ) : (
    kind
  )
}
