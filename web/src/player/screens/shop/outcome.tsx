import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { barText, capText } from '../../../jurisdiction/jurisdiction-text.js'
import { refusalText } from '../../../refusals/refusal.js'
import { formatMoment, formatMoney, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import type { BoughtPurchase, BuyRefusal, PurchaseState, Wanted } from './use-purchase.js'

const LIMIT_CURRENCY = 'USD'

/** The outcome of the last purchase; it stays until it is closed. */
export function Outcome(props: {
  readonly state: PurchaseState
  readonly onRetry: (wanted: Wanted) => void
  readonly onClose: () => void
}) {
  const { state, onRetry, onClose } = props
  const { t } = useTranslation()
  switch (state.phase) {
    case 'idle':
      return null
    case 'paying':
      return <Notice>{t('shop.underWay')}</Notice>
    case 'lost':
      return (
        <Notice tone="warn">
          <p>{t('shop.lost')}</p>
          <Button onClick={() => onRetry(state.wanted)}>{t('shop.lostRetry')}</Button>
        </Notice>
      )
    case 'bought':
      return (
        <Notice tone={state.purchase.status === 'COMPLETED' ? 'good' : 'warn'}>
          <div className={ui.row}>
            <Bought purchase={state.purchase} />
            <Button onClick={onClose}>{t('close')}</Button>
          </div>
        </Notice>
      )
    case 'refused':
      return (
        <Notice tone="bad">
          <div className={ui.row}>
            <span>
              {state.refusal.__typename !== 'JurisdictionRefusal' && refusalText(state.refusal)}{' '}
              <Reason refusal={state.refusal} />
            </span>
            <Button onClick={onClose}>{t('close')}</Button>
          </div>
        </Notice>
      )
  }
}

function Bought({ purchase: { amount, currency, status } }: { purchase: BoughtPurchase }) {
  const { t } = useTranslation()
  return (
    <span>
      {t(`shop.bought.${status}`, { amount: formatNumber(amount), currency: t(`shop.currency.${currency}`) })}
    </span>
  )
}

function Reason({ refusal }: { refusal: BuyRefusal }) {
  const { t } = useTranslation()
  switch (refusal.__typename) {
    case 'SpendLimitReached':
      return t('shop.limit', {
        limit: formatMoney(refusal.limitCents, LIMIT_CURRENCY),
        when: formatMoment(refusal.resetsAt),
      })
    case 'PurchaseCapReached':
      return capText(refusal)
    case 'JurisdictionRefusal':
      return (
        <>
          {barText(refusal)} <Link to="/account">{t('jurisdiction.toAccount')}</Link>
        </>
      )
    case 'TooManyAttempts':
      return t('shop.attempts', { minutes: formatNumber(Math.ceil(refusal.retryAfterSeconds / 60)) })
    case 'InvalidInput':
      return refusal.problems.map(({ message }) => message).join(' ')
    case 'PaymentDeclined':
      return null
  }
}
