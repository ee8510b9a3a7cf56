import { Coins, Gem } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import home from './home.module.css'

interface Wallet {
  readonly gold: number
  readonly freeGold: number
  readonly paidGold: number
  readonly diamonds: number
  readonly freeDiamonds: number
  readonly paidDiamonds: number
}

/** Moves with `walletChanged`, which the frame follows; read out when it does. */
export function WalletCard({ wallet }: { wallet: Wallet }) {
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
          <Parts free={wallet.freeDiamonds} paid={wallet.paidDiamonds} />
        </div>
        <div>
          <dt>
            <Coins size={18} aria-hidden /> {t('home.gold')}
          </dt>
          <dd>{formatNumber(wallet.gold)}</dd>
          <Parts free={wallet.freeGold} paid={wallet.paidGold} />
        </div>
      </dl>
    </section>
  )
}

/** Prices may ask for one part alone, and refunds treat them apart. */
function Parts({ free, paid }: { free: number; paid: number }) {
  const { t } = useTranslation()
  return <dd className={home.parts}>{t('home.parts', { free: formatNumber(free), paid: formatNumber(paid) })}</dd>
}
