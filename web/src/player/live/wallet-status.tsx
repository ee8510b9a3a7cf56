import { Coins, Gem } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../generated/gql.js'
import { formatNumber } from '../../texts/format.js'
import styles from './wallet-status.module.css'

const WALLET = graphql(`
  query WalletStatus {
    me {
      id
      displayName
      wallet {
        id
        gold
        diamonds
      }
    }
  }
`)

/** The player's name and wallet, in the frame of every screen; moves with `walletChanged`. */
export function WalletStatus() {
  const { t } = useTranslation()
  const [{ data }] = useQuery({ query: WALLET })
  const me = data?.me
  if (!me) return null
  return (
    <div className={styles.status}>
      <p className={styles.name}>{me.displayName}</p>
      {me.wallet && (
        <dl className={styles.balances} aria-label={t('home.wallet')}>
          <Balance icon={<Gem size={16} aria-hidden />} label={t('home.diamonds')} value={me.wallet.diamonds} />
          <Balance icon={<Coins size={16} aria-hidden />} label={t('home.gold')} value={me.wallet.gold} />
        </dl>
      )}
    </div>
  )
}

function Balance({ icon, label, value }: { icon: React.ReactNode; label: string; value: number }) {
  return (
    <div className={styles.balance}>
      <dt>
        {icon}
        <span className="visually-hidden">{label}</span>
      </dt>
      <dd>{formatNumber(value)}</dd>
    </div>
  )
}
