import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { Currency, LedgerQuery } from '../../../generated/graphql.js'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import { Pager } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { useFilters } from '../../../ui/use-filters.js'
import { Amount } from '../../wallet/amount.js'
import { Choice } from '../inventory/choice.js'

const LEDGER = graphql(`
  query Ledger($currency: Currency, $after: String) {
    me {
      id
      ledger(currency: $currency, first: 25, after: $after) {
        edges {
          cursor
          node {
            id
            currency
            amount
            free
            paid
            balanceAfter
            reason
            createdAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
`)

type LedgerEntry = NonNullable<NonNullable<LedgerQuery['me']>['ledger']>['edges'][number]['node']
const CURRENCIES: readonly Currency[] = ['DIAMOND', 'GOLD']

/** Every change of the wallet, the latest first. */
export default function Ledger() {
  const { t } = useTranslation()
  const { filters, paging, filter } = useFilters<{ currency: Currency | undefined }>({ currency: undefined })
  const [{ data, error }, reload] = useQuery({ query: LEDGER, variables: { ...filters, after: paging.after } })
  return (
    <Screen title={t('shop.ledger.title')}>
      <div className={ui.row}>
        <Choice
          label={t('shop.ledger.currency')}
          options={CURRENCIES.map(value => ({ value, label: t(`shop.currency.${value}`) }))}
          chosen={filters.currency}
          onChoose={currency => filter({ currency })}
        />
      </div>
      <Loaded data={data?.me?.ledger ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            {edges.length === 0 ? (
              <p className={ui.muted}>{t('shop.ledger.empty')}</p>
            ) : (
              <Entries entries={edges.map(({ node }) => node)} />
            )}
            <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('shop.ledger.pages')} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function Entries({ entries }: { entries: readonly LedgerEntry[] }) {
  const { t } = useTranslation()
  return (
    <div className={ui.tableFrame} tabIndex={0} role="region" aria-label={t('shop.ledger.title')}>
      <table className={ui.table}>
        <thead>
          <tr>
            <th scope="col">{t('shop.ledger.when')}</th>
            <th scope="col">{t('shop.ledger.why')}</th>
            <th scope="col" className={ui.number}>
              {t('shop.ledger.change')}
            </th>
            <th scope="col" className={ui.number}>
              {t('shop.ledger.free')}
            </th>
            <th scope="col" className={ui.number}>
              {t('shop.ledger.paid')}
            </th>
            <th scope="col" className={ui.number}>
              {t('shop.ledger.balance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, createdAt, reason, amount, currency, free, paid, balanceAfter }) => (
            <tr key={id}>
              <td>{formatMoment(createdAt)}</td>
              <td>{t(`shop.reason.${reason}`)}</td>
              <td className={ui.number}>
                <Amount amount={amount} currency={currency} signed />
              </td>
              <td className={ui.number}>{partText(free)}</td>
              <td className={ui.number}>{partText(paid)}</td>
              <td className={ui.number}>{formatNumber(balanceAfter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Entries from before there were parts have none. */
const partText = (part: number | null | undefined): string => (part == null ? '–' : formatNumber(part))
