import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
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

/** Both balances beside prices; they move with the frame's subscription to the wallet. */
export function WalletLine() {
  const { t } = useTranslation()
  const [{ data }] = useQuery({ query: WALLET })
  const wallet = data?.me?.wallet
  if (!wallet) return null
  return (
    <p className={styles.wallet} aria-label={t('shop.wallet')} role="group">
      <Amount currency="DIAMOND" amount={wallet.diamonds} />
      <Amount currency="GOLD" amount={wallet.gold} />
    </p>
  )
}
