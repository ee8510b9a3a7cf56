import { Coins, Gem } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Currency } from '../../generated/graphql.js'
import { formatNumber } from '../../texts/format.js'
import styles from './wallet.module.css'

/** `💎 1,600`, read out as `1,600 diamonds`. */
export function Amount({ amount, currency, signed = false }: { amount: number; currency: Currency; signed?: boolean }) {
  const { t } = useTranslation()
  const Icon = currency === 'DIAMOND' ? Gem : Coins
  return (
    <span className={`${styles.amount} ${styles[currency]}`}>
      <Icon size={16} aria-hidden />
      {signed && amount > 0 && '+'}
      {formatNumber(amount)} <span className="visually-hidden">{t(`shop.currency.${currency}`)}</span>
    </span>
  )
}
