import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PurchasePartsFragment } from '../../../generated/graphql.js'
import { formatMoment, formatMoney } from '../../../texts/format.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { Amount } from '../../wallet/amount.js'
import styles from './shop.module.css'

graphql(`
  fragment PurchaseParts on Purchase {
    id
    status
    currency
    amount
    priceCents
    priceCurrency
    createdAt
  }
`)

const PURCHASES = graphql(`
  query Purchases($after: String) {
    me {
      id
      purchases(first: 10, after: $after) {
        edges {
          cursor
          node {
            ...PurchaseParts
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

/** No subscription tells of purchases: while one is open, or one is being paid, the list is asked for so often. */
const POLL_MS = 1_000

/** Purchases, the latest first; an open one ends before the eyes of the player. */
export function Purchases({ isPaying }: { isPaying: boolean }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error }, reload] = useQuery({ query: PURCHASES, variables: { after: paging.after } })
  const purchases = data?.me?.purchases
  const isOpen = isPaying || purchases?.edges.some(({ node }) => node.status === 'PENDING') === true
  useEffect(() => {
    if (!isOpen) return undefined
    const timer = setInterval(() => reload({ requestPolicy: 'network-only' }), POLL_MS)
    return () => clearInterval(timer)
  }, [isOpen, reload])
  return (
    <section className={ui.stack}>
      <h2 id="purchases">{t('shop.purchases.title')}</h2>
      <Loaded data={purchases ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) =>
          edges.length === 0 ? (
            <p className={ui.muted}>{t('shop.purchases.empty')}</p>
          ) : (
            <>
              <PurchaseTable purchases={edges.map(({ node }) => node)} />
              <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('shop.purchases.pages')} />
            </>
          )
        }
      </Loaded>
    </section>
  )
}

function PurchaseTable({ purchases }: { purchases: readonly PurchasePartsFragment[] }) {
  const { t } = useTranslation()
  return (
    <div className={ui.tableFrame} tabIndex={0} role="region" aria-labelledby="purchases">
      <table className={ui.table}>
        <thead>
          <tr>
            <th scope="col">{t('shop.purchases.when')}</th>
            <th scope="col">{t('shop.purchases.what')}</th>
            <th scope="col" className={ui.number}>
              {t('shop.purchases.price')}
            </th>
            <th scope="col">{t('shop.purchases.status')}</th>
          </tr>
        </thead>
        <tbody>
          {purchases.map(({ id, createdAt, amount, currency, priceCents, priceCurrency, status }) => (
            <tr key={id}>
              <td>{formatMoment(createdAt)}</td>
              <td>
                <Amount amount={amount} currency={currency} />
              </td>
              <td className={ui.number}>{formatMoney(priceCents, priceCurrency)}</td>
              <td>
                <span className={`${ui.badge} ${styles[status]}`}>{t(`shop.status.${status}`)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
