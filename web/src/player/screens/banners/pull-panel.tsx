import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import { Amount } from '../../wallet/amount.js'
import { WalletLine } from '../../wallet/wallet-line.js'
import { costOf, type BannerWithOdds, type PullCount, type Viewer } from './banner-query.js'
import styles from './banners.module.css'
import { RefusedPull } from './pull-refusal.js'
import { Reveal } from './reveal.js'
import { usePull } from './use-pull.js'

/** The price, the wallet, the two orders, and what became of the last one. */
export function PullPanel(props: {
  readonly banner: BannerWithOdds
  readonly viewer: Viewer
  /** Asks the server for the banner as it is now. */
  readonly reload: () => void
}) {
  const { banner, viewer, reload } = props
  const { t } = useTranslation()
  const { state, order, dismiss } = usePull({ userId: viewer.id, bannerId: banner.id })
  const seen = (count: PullCount) => ({ expectedCost: costOf(banner, count), oddsHash: banner.odds.hash })
  const pull = (count: PullCount) => void order(count, seen(count))
  const isStale = state.phase === 'refused' && ['BannerChanged', 'BannerClosed'].includes(state.refusal.__typename)
  useEffect(() => {
    if (isStale) reload()
    // oxlint-disable-next-line react/exhaustive-deps -- one refusal asks once
  }, [isStale])

  return (
    <section className={styles.panel} aria-label={t('banners.pull')}>
      {viewer.wallet && <WalletLine wallet={viewer.wallet} />}
      <div className={ui.row}>
        {([1, 10] as const).map(count => (
          <Button
            key={count}
            tone={count === 10 ? 'primary' : 'plain'}
            className={styles.pullButton}
            busy={state.phase === 'ordered'}
            aria-disabled={!banner.open}
            onClick={() => banner.open && pull(count)}
          >
            {t('banners.pullCount', { count })}
            <Amount amount={costOf(banner, count)} currency={banner.currency} />
          </Button>
        ))}
      </div>
      <div role="status">{state.phase === 'ordered' && t('banners.ordered', { count: state.count })}</div>
      {state.phase === 'lost' && (
        <Notice tone="warn">
          <p>{t('banners.lost')}</p>
          <Button onClick={() => pull(state.count)}>{t('banners.lostRetry')}</Button>
        </Notice>
      )}
      {state.phase === 'refused' && <RefusedPull refusal={state.refusal} onConfirm={() => pull(state.count)} />}
      {state.phase === 'drawn' && (
        <Reveal
          key={state.pull.id}
          pull={state.pull}
          onAgain={() => pull(state.pull.items.length === 1 ? 1 : 10)}
          onClose={dismiss}
        />
      )}
    </section>
  )
}
