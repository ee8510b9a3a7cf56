import { Coins, Gem } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import home from './home.module.css'

/** Moves with `walletChanged`, which the frame follows; read out when it does. */
export function WalletCard({ wallet }: { wallet: { readonly gold: number; readonly diamonds: number } }) {
  const { t } = useTranslation()
  return (
    <section className={styles.card} aria-labelledby="wallet" aria-live="polite">
      <h2 id="wallet">{t('home.wallet')}</h2>
      <dl className={home.balances}>
        <div>
          <dt>
            <Gem size={18} aria-hidden /> {t('home.diamonds')}
          </dt>
          <dd>{formatNumber(wallet.diamonds)}</dd>
        </div>
        <div>
          <dt>
            <Coins size={18} aria-hidden /> {t('home.gold')}
          </dt>
          <dd>{formatNumber(wallet.gold)}</dd>
        </div>
      </dl>
    </section>
  )
}
