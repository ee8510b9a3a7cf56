import { useTranslation } from 'react-i18next'
import { graphql } from '../../generated/gql.js'
import type { WalletPartsFragment } from '../../generated/graphql.js'
import { Amount } from './amount.js'
import styles from './wallet.module.css'

graphql(`
  fragment WalletParts on Wallet {
    id
    gold
    diamonds
  }
`)

/** Both balances beside prices; they move with the frame's subscription to the wallet. */
export function WalletLine({ wallet }: { wallet: WalletPartsFragment }) {
  const { t } = useTranslation()
  return (
    <p className={styles.wallet} aria-label={t('shop.wallet')} role="group">
      <Amount currency="DIAMOND" amount={wallet.diamonds} />
      <Amount currency="GOLD" amount={wallet.gold} />
    </p>
  )
}
