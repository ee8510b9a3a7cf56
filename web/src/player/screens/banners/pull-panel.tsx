import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { formatFromNow } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import { Amount } from '../../wallet/amount.js'
import { WalletLine } from '../../wallet/wallet-line.js'
import type { BannerWithOdds, Viewer } from './banner-query.js'
import styles from './banners.module.css'
import { openGiftsOf } from './offers.js'
import { agreedTo, choicesOf, keyOf, onceMore, type OrderLimit } from './orders.js'
import { partsText } from './parts-text.js'
import { RefusedPull } from './pull-refusal.js'
import { TicketAmount } from './ticket-amount.js'
import { Reveal } from './reveal.js'
import { usePull } from './use-pull.js'

/** The wallet, the orders at their prices, and what became of the last one. */
export function PullPanel(props: {
  readonly banner: BannerWithOdds
  readonly viewer: Viewer
  /** Asks the server for the banner as it is now. */
  readonly reload: () => void
}) {
  const { banner, viewer, reload } = props
  const { t } = useTranslation()
  const choices = choicesOf(banner)
  const names = banner.orders.map(({ name }) => name)
  const { state, place, dismiss } = usePull({ userId: viewer.id, bannerId: banner.id, names })
  const drawsMax = Math.max(...choices.map(({ count }) => count))
  const isStale =
    state.phase === 'refused' &&
    ['BannerChanged', 'BannerClosed', 'OrderLimitReached'].includes(state.refusal.__typename)
  useEffect(() => {
    if (isStale) reload()
    // oxlint-disable-next-line react/exhaustive-deps -- one refusal asks once
  }, [isStale])

  return (
    <section className={styles.panel} aria-label={t('banners.pull')}>
      {viewer.wallet && <WalletLine wallet={viewer.wallet} />}
      <div className={ui.row}>
        {choices.map(({ isAmbiguous, price, limit, ...order }) => (
          <Button
            key={keyOf({ name: order.name, price })}
            tone={order.count === drawsMax ? 'primary' : 'plain'}
            className={styles.pullButton}
            busy={state.phase === 'ordered'}
            aria-disabled={!banner.open || limit?.left === 0}
            onClick={() => banner.open && limit?.left !== 0 && void place(order)}
          >
            {t('banners.pullCount', { count: order.count })}
            {isAmbiguous && ` (${order.name})`}
            {price.kind === 'currency' ? (
              <>
                <Amount amount={price.amount} currency={price.currency} /> {partsText(price.parts, t)}
              </>
            ) : (
              <TicketAmount amount={price.amount} name={price.item.name} held={price.held} />
            )}
            {limit && <span className={styles.left}>{limitText(limit, t)}</span>}
          </Button>
        ))}
        {openGiftsOf(banner).map(gift => (
          <Button
            key={gift.name}
            className={styles.pullButton}
            busy={state.phase === 'ordered'}
            onClick={() => void place(gift)}
          >
            {t('banners.pullCount', { count: gift.count })} ({t('banners.offers.gift')})
          </Button>
        ))}
      </div>
      <div role="status">{state.phase === 'ordered' && t('banners.ordered', { count: state.order.count })}</div>
      {state.phase === 'lost' && (
        <Notice tone="warn">
          <p>{t('banners.lost')}</p>
          <Button onClick={() => void place(state.order)}>{t('banners.lostRetry')}</Button>
        </Notice>
      )}
      {state.phase === 'refused' && (
        <RefusedPull
          refusal={state.refusal}
          order={state.order}
          onConfirm={shown => void place(agreedTo(state.order, shown))}
        />
      )}
      {state.phase === 'drawn' && (
        <Reveal
          key={state.pull.id}
          pull={state.pull}
          onAgain={() => void place(onceMore(banner, state.order, state.pull.currency))}
          onClose={dismiss}
        />
      )}
    </section>
  )
}

/** The rest of a limit in words; where nothing is left today, the moment at which counting begins anew. */
function limitText({ left, nextAt }: OrderLimit, t: TFunction): string {
  if (nextAt === null) return t('banners.leftOfBanner', { count: left })
  return left > 0 ? t('banners.leftToday', { count: left }) : t('banners.leftNext', { when: formatFromNow(nextAt) })
}
