import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { WalletLine } from '../../wallet/wallet-line.js'
import { Outcome } from './outcome.js'
import { Packs } from './packs.js'
import { Purchases } from './purchases.js'
import { usePurchase } from './use-purchase.js'

const SHOP = graphql(`
  query Shop {
    me {
      id
      wallet {
        ...WalletParts
      }
    }
    currencyPacks {
      id
      currency
      amount
      priceCents
      priceCurrency
    }
  }
`)

export default function Shop() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: SHOP })
  const packs = data?.currencyPacks
  return (
    <Screen title={t('shop.title')} actions={data?.me?.wallet && <WalletLine wallet={data.me.wallet} />}>
      <p>
        <Link to="/ledger">{t('shop.toLedger')}</Link>
      </p>
      <Loaded data={packs && data.me ? { packs, userId: data.me.id } : undefined} error={error} retry={reload}>
        {({ packs: offered, userId }) => <Counter packs={offered} userId={userId} />}
      </Loaded>
    </Screen>
  )
}

function Counter({ packs, userId }: { packs: React.ComponentProps<typeof Packs>['packs']; userId: string }) {
  const { state, buy, dismiss } = usePurchase(userId)
  const isPaying = state.phase === 'paying'
  return (
    <>
      <Packs packs={packs} payingFor={isPaying ? state.packId : null} onBuy={wanted => void buy(wanted)} />
      <Outcome state={state} onRetry={wanted => void buy(wanted)} onClose={dismiss} />
      <Purchases isPaying={isPaying} />
    </>
  )
}
