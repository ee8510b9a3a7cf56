import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import type { PityPartsFragment } from '../../../generated/graphql.js'
import { formatMoment } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { ItemTile } from '../../items/item-tile.js'
import items from '../../items/items.module.css'
import { BannerArt } from './banner-art.js'
import { BANNER, type BannerWithOdds } from './banner-query.js'
import styles from './banners.module.css'
import { Disclosure } from './disclosure.js'
import { Odds } from './odds.js'
import { Offers } from './offers-panel.js'
import { Outlook } from './outlook.js'
import { OwnSteps } from './own-steps.js'
import { PityOf } from './pity-line.js'
import { PullPanel } from './pull-panel.js'

export default function Banner() {
  const { t } = useTranslation()
  const { bannerId } = useParams({ from: '/banners/$bannerId' })
  const [{ data, error }, reload] = useQuery({ query: BANNER, variables: { id: bannerId } })
  const banner = data?.banner
  return (
    <Screen title={banner?.name ?? t('banners.title')} actions={<Link to="/banners">{t('banners.others')}</Link>}>
      <Loaded data={data} error={error} retry={reload}>
        {({ banner: found, me }) =>
          found && me ? (
            <>
              <Head banner={found} />
              <OwnSteps banner={found} userId={me.id} />
              <PullPanel
                key={found.id}
                banner={found}
                viewer={me}
                reload={() => reload({ requestPolicy: 'network-only' })}
              />
              <Offers banner={found} userId={me.id} />
              {found.pity && <PityOf pity={found.pity} odds={found.odds} />}
              {found.pity && <Outlook key={found.odds.hash} bannerId={found.id} stamp={stampOf(found.pity)} />}
              <Featured banner={found} />
              <Odds odds={found.odds} />
              <Disclosure key={found.odds.hash} bannerId={found.id} />
            </>
          ) : (
            <Notice>{t('banners.unknown')}</Notice>
          )
        }
      </Loaded>
    </Screen>
  )
}

/** Another one wherever a pull has changed what is to be expected: ten may leave both counts as they were. */
const stampOf = (pity: PityPartsFragment): string => JSON.stringify(pity)

function Head({ banner }: { banner: BannerWithOdds }) {
  const { t } = useTranslation()
  const { open, opensAt, closesAt, version, art } = banner
  return (
    <div className={styles.head}>
      <BannerArt art={art} />
      <p className={styles.times}>
        <span className={ui.badge}>{t(open ? 'banners.open' : 'banners.notOpen')}</span>{' '}
        {Date.parse(opensAt) > Date.now() && `${t('banners.opens', { when: formatMoment(opensAt) })} `}
        {closesAt ? t('banners.closes', { when: formatMoment(closesAt) }) : t('banners.noEnd')}{' '}
        {t('banners.version', { version })}
      </p>
    </div>
  )
}

function Featured({ banner }: { banner: BannerWithOdds }) {
  const { t } = useTranslation()
  if (banner.featured.length === 0) return null
  return (
    <section className={ui.stack} aria-labelledby="featured">
      <h2 id="featured">{t('banners.featuredTitle')}</h2>
      <ul className={items.shelf}>
        {banner.featured.map(item => (
          <li key={item.id}>
            <ItemTile item={item} />
          </li>
        ))}
      </ul>
    </section>
  )
}
