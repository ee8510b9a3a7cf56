import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { BannersQuery } from '../../../generated/graphql.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { RarityMark } from '../../items/rarity.js'
import { Amount } from '../../wallet/amount.js'
import { BannerArt } from './banner-art.js'
import styles from './banners.module.css'

const BANNERS = graphql(`
  query Banners($after: String) {
    bannersConnection(openOnly: false, first: 20, after: $after) {
      edges {
        cursor
        node {
          id
          name
          open
          opensAt
          closesAt
          currency
          pullCost
          art
          featured {
            ...ItemFace
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

type BannerEntry = NonNullable<BannersQuery['bannersConnection']>['edges'][number]['node']

export default function Banners() {
  const { t } = useTranslation()
  const [after, setAfter] = useState<string>()
  const [{ data, error }, reload] = useQuery({ query: BANNERS, variables: { after } })
  return (
    <Screen title={t('banners.title')}>
      <p className={ui.row}>
        <Link to="/pulls">{t('pulls.title')}</Link>
        <Link to="/fairness">{t('fairness.title')}</Link>
      </p>
      <Loaded data={data?.bannersConnection ?? undefined} error={error} retry={reload}>
        {({ edges, pageInfo }) => (
          <>
            {edges.length === 0 && <p className={ui.muted}>{t('banners.empty')}</p>}
            <ul className={styles.list}>
              {edges
                .map(({ node }) => node)
                .toSorted((a, b) => Number(b.open) - Number(a.open))
                .map(banner => (
                  <li key={banner.id}>
                    <BannerCard banner={banner} />
                  </li>
                ))}
            </ul>
            {pageInfo.hasNextPage && pageInfo.endCursor && (
              <Button onClick={() => setAfter(pageInfo.endCursor ?? undefined)}>{t('more')}</Button>
            )}
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function BannerCard({ banner }: { banner: BannerEntry }) {
  const { t } = useTranslation()
  const { open, opensAt, closesAt, featured } = banner
  const time = open
    ? closesAt
      ? t('banners.closes', { when: formatMoment(closesAt) })
      : t('banners.noEnd')
    : Date.parse(opensAt) > Date.now()
      ? t('banners.opens', { when: formatMoment(opensAt) })
      : t('banners.over')
  return (
    <Link to="/banners/$bannerId" params={{ bannerId: banner.id }} className={styles.entry}>
      <BannerArt art={banner.art} />
      <h2>{banner.name}</h2>
      <p className={ui.muted}>{time}</p>
      <ul className={styles.names}>
        {featured.map(item => (
          <li key={item.id}>
            {item.name} <RarityMark rarity={item.rarity} />
          </li>
        ))}
      </ul>
      <p>
        {t('banners.each')} <Amount amount={banner.pullCost} currency={banner.currency} />
      </p>
    </Link>
  )
}
