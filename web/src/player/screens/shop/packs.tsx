import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopQuery } from '../../../generated/graphql.js'
import { formatMoney, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import ui from '../../../ui/ui.module.css'
import { Amount } from '../../wallet/amount.js'
import styles from './shop.module.css'
import type { Wanted } from './use-purchase.js'

/** Of the built-in test provider, which takes no money. */
const METHODS = ['pm_ok', 'pm_declined', 'pm_slow'] as const

type Pack = NonNullable<ShopQuery['currencyPacks']>[number]

export function Packs(props: {
  readonly packs: readonly Pack[]
  /** The pack that is being paid for; one purchase at a time. */
  readonly payingFor: string | null
  readonly onBuy: (wanted: Wanted) => void
}) {
  const { packs, payingFor, onBuy } = props
  const { t } = useTranslation()
  const [paymentMethod, setPaymentMethod] = useState<(typeof METHODS)[number]>('pm_ok')
  return (
    <>
      <fieldset className={styles.methods}>
        <legend className={ui.label}>{t('shop.method.label')}</legend>
        {METHODS.map(method => (
          <label key={method} className={styles.method}>
            <input
              type="radio"
              name="method"
              value={method}
              checked={method === paymentMethod}
              onChange={() => setPaymentMethod(method)}
            />
            {t(`shop.method.${method}`)}
          </label>
        ))}
        <p className={ui.muted}>{t('shop.method.hint')}</p>
      </fieldset>
      <ul className={styles.packs}>
        {packs.map(pack => (
          <li key={pack.id} className={styles.pack}>
            <span className={styles.amount}>
              <Amount amount={pack.amount} currency={pack.currency} />
            </span>
            <Button
              tone="primary"
              busy={payingFor !== null}
              aria-label={t('shop.buy', {
                amount: formatNumber(pack.amount),
                currency: t(`shop.currency.${pack.currency}`),
                price: formatMoney(pack.priceCents, pack.priceCurrency),
              })}
              onClick={() => onBuy({ packId: pack.id, paymentMethod })}
            >
              {payingFor === pack.id ? t('shop.paying') : formatMoney(pack.priceCents, pack.priceCurrency)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
