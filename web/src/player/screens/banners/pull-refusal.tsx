import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { barText } from '../../../jurisdiction/jurisdiction-text.js'
import { refusalText } from '../../../refusals/refusal.js'
import { formatFromNow, formatMoment, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'
import { Amount } from '../../wallet/amount.js'
import { progressText } from './offer-texts.js'
import { ticketsTold, type Order, type ToldPrice } from './orders.js'
import { TicketAmount } from './ticket-amount.js'
import type { PullRefusal } from './use-pull.js'

interface RefusalShown {
  readonly refusal: PullRefusal
  /** The order that was refused. */
  readonly order: Order
  /** The player agrees to the price and the odds that the refusal has told. */
  readonly onConfirm: (shown: ToldPrice) => void
}

/** By the part of the balance that the price asks for. */
const fundsText = { ANY: 'banners.funds', FREE: 'banners.fundsFree', PAID: 'banners.fundsPaid' } as const

/** Why nothing was drawn, and the way out. */
export function RefusedPull(props: RefusalShown) {
  const { refusal } = props
  return (
    <Notice tone={refusal.__typename === 'BannerChanged' ? 'warn' : 'bad'}>
      <div className={styles.stack}>
        {/* The rule says it with the country and the age. */}
        {refusal.__typename !== 'JurisdictionRefusal' && <p>{refusalText(refusal)}</p>}
        <WayOut {...props} />
      </div>
    </Notice>
  )
}

function WayOut({ refusal, order, onConfirm }: RefusalShown) {
  const { t } = useTranslation()
  switch (refusal.__typename) {
    case 'BannerChanged':
      return (
        <div className={styles.row}>
          <span>{t('banners.changed.odds', { hash: refusal.oddsHash.slice(0, 12) })}</span>
          <Button tone="primary" onClick={() => onConfirm(refusal)}>
            {t('banners.changed.confirm', { count: refusal.count })}
            {refusal.tickets && ticketsTold(order, refusal) !== null ? (
              <TicketAmount amount={refusal.tickets.amount} name={refusal.tickets.item.name} />
            ) : (
              <Amount amount={refusal.cost} currency={refusal.currency} />
            )}
          </Button>
        </div>
      )
    case 'InsufficientFunds':
      return (
        <div className={styles.row}>
          <span>
            {t(fundsText[refusal.kind ?? 'ANY'], {
              required: formatNumber(refusal.required),
              available: formatNumber(refusal.available),
              currency: t(`shop.currency.${refusal.currency}`),
            })}
          </span>
          {refusal.kind !== 'FREE' && <Link to="/shop">{t('banners.toShop')}</Link>}
        </div>
      )
    case 'JurisdictionRefusal':
      return (
        <div className={styles.row}>
          <span>{barText(refusal)}</span>
          <Link to="/account">{t('jurisdiction.toAccount')}</Link>
        </div>
      )
    case 'InsufficientTickets':
      return (
        <p>
          {t('banners.tickets.lacking', {
            required: formatNumber(refusal.required),
            name: refusal.item.name,
            available: formatNumber(refusal.available),
          })}
        </p>
      )
    case 'PullLimitReached':
      return (
        <p>
          {t('banners.limit', {
            count: refusal.limit,
            limit: formatNumber(refusal.limit),
            when: formatMoment(refusal.resetsAt),
          })}{' '}
          ({formatFromNow(refusal.resetsAt)})
        </p>
      )
    case 'OrderLimitReached':
      return (
        <p>
          {refusal.nextAt === null || refusal.nextAt === undefined
            ? t('banners.orderLimit', { count: refusal.limit, limit: formatNumber(refusal.limit) })
            : t('banners.orderLimitOfDay', {
                count: refusal.limit,
                limit: formatNumber(refusal.limit),
                when: formatMoment(refusal.nextAt),
              })}
        </p>
      )
    case 'MilestoneNotReached':
      return <p>{progressText(refusal)}</p>
    case 'BannerClosed':
      return (
        <div className={styles.row}>
          <span>{t(`banners.closed.${refusal.reason}`, { when: formatMoment(refusal.opensAt) })}</span>
          <Link to="/banners">{t('banners.others')}</Link>
        </div>
      )
    case 'TargetNotChosen':
    case 'WishesNotChosen':
      return <p>{refusal.choices.map(({ name }) => name).join(', ')}</p>
    case 'InvalidInput':
      return <p>{refusal.problems.map(({ message }) => message).join(' ')}</p>
  }
}
