import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'
import type { BannerWithOdds } from './banner-query.js'
import { progressText } from './offer-texts.js'
import { exchangesOf, milestonesOf, type ExchangeOffer, type MilestoneOffer, type Offer } from './offers.js'
import { useOffer } from './use-offer.js'

/** The player's points and milestones on the banner, and the items that can be taken for them. */
export function Offers({ banner, userId }: { readonly banner: BannerWithOdds; readonly userId: string }) {
  const { t } = useTranslation()
  const { busy, problem, isLost, take } = useOffer({ userId, bannerId: banner.id })
  const takeAndSay = async (offer: Offer, item: Offer['choices'][number]) => {
    if (await take(offer, item.id)) showToast(t('banners.offers.taken', { item: item.name }))
  }
  const offers = [...exchangesOf(banner), ...milestonesOf(banner)]
  if (offers.length === 0) return null
  return (
    <section className={ui.card} aria-labelledby="offers">
      <h2 id="offers">{t('banners.offers.title')}</h2>
      {offers.map(offer => (
        <div key={`${offer.kind}:${offer.name}`} className={ui.stack}>
          <h3>{offer.name}</h3>
          <p>{offer.kind === 'exchange' ? <Points offer={offer} /> : <Progress offer={offer} />}</p>
          <Choices offer={offer} busy={busy} onTake={item => void takeAndSay(offer, item)} />
        </div>
      ))}
      {isLost && <Notice tone="warn">{t('banners.offers.lost')}</Notice>}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}

function Points({ offer: { points, cost, left } }: { readonly offer: ExchangeOffer }) {
  const { t } = useTranslation()
  const pointsText = (count: number) => t('banners.offers.points', { count, points: formatNumber(count) })
  return (
    <>
      {pointsText(points)}. {t('banners.offers.cost', { cost: pointsText(cost) })}{' '}
      {left !== null && t('banners.offers.left', { left: formatNumber(left) })}
    </>
  )
}

function Progress({ offer }: { readonly offer: MilestoneOffer }) {
  return (
    <>
      {progressText(offer)} {offer.item?.name}
    </>
  )
}

function Choices(props: {
  readonly offer: Offer
  readonly busy: boolean
  readonly onTake: (item: Offer['choices'][number]) => void
}) {
  const { offer, busy, onTake } = props
  const { t } = useTranslation()
  if (offer.choices.length === 0) return null
  return (
    <div className={ui.row}>
      {offer.choices.map(item => (
        <Button key={item.id} busy={busy} aria-disabled={!offer.isOpen} onClick={() => offer.isOpen && onTake(item)}>
          {t('banners.offers.take', { item: item.name })}
        </Button>
      ))}
    </div>
  )
}
