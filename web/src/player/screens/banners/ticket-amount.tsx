import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'

/** A price in tickets, such as `3 × Ember Pass (you have 5)`. */
export function TicketAmount({ amount, name, held }: { amount: number; name: string; held?: number }) {
  const { t } = useTranslation()
  const price = t('banners.tickets.price', { amount: formatNumber(amount), name })
  return (
    <span>{held === undefined ? price : `${price} ${t('banners.tickets.held', { held: formatNumber(held) })}`}</span>
  )
}
