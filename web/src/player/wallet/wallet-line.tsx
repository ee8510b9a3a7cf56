import { useTranslation } from 'react-i18next'
import { useQuery, useSubscription } from 'urql'
import { graphql } from '../../generated/gql.js'
import { Amount } from './amount.js'
import styles from './wallet.module.css'

const WALLET = graphql(`
  query WalletLine {
    me {
      id
      wallet {
        id
        gold
        diamonds
      }
    }
  }
`)

const WALLET_CHANGED = graphql(`
  subscription WalletLineChanged {
    walletChanged {
      id
      gold
      diamonds
    }
  }
`)

/** Both balances, as they are now. */
export function WalletLine() {
  const { t } = useTranslation()
  const [{ data }] = useQuery({ query: WALLET })
  useSubscription({ query: WALLET_CHANGED })
  const wallet = data?.me?.wallet
  if (!wallet) return null
  return (
    <p className={styles.wallet} aria-label={t('shop.wallet')} role="group">
      <Amount currency="DIAMOND" amount={wallet.diamonds} />
      <Amount currency="GOLD" amount={wallet.gold} />
    </p>
  )
}
