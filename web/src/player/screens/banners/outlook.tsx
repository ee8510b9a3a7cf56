import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { BannerOutlookQuery } from '../../../generated/graphql.js'
import { errorText } from '../../../refusals/error-text.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import styles from './banners.module.css'
import { orDash, percent, pulls } from './figures.js'
import { prizeText } from './prize.js'

const OUTLOOK = graphql(`
  query BannerOutlook($id: ID!) {
    banner(id: $id) {
      id
      pity {
        counters {
          name
          meaning
          position
          max
          event
          nextPercent
          withinTenPercent
          expectedDraws
          p90Draws
        }
      }
    }
  }
`)

type Counter = NonNullable<NonNullable<BannerOutlookQuery['banner']>['pity']>['counters'][number]

/** Counters that the page has words for; any other is told in those of the server. */
const KNOWN = ['sinceUltraRare', 'sinceSuperRare', 'lostUltraRare', 'lostSuperRare'] as const

/**
 * Where the player stands on a banner, and what is to be expected from there.
 * @param props.stamp another one after a pull that changed it: then the server is asked again
 */
export function Outlook({ bannerId, stamp }: { bannerId: string; stamp: string }) {
  const { t } = useTranslation()
  const [{ data, error }, ask] = useQuery({
    query: OUTLOOK,
    variables: { id: bannerId },
    requestPolicy: 'cache-and-network',
  })
  const asked = useRef(stamp)
  useEffect(() => {
    if (asked.current === stamp) return
    asked.current = stamp
    ask({ requestPolicy: 'network-only' })
  }, [stamp, ask])
  return (
    <section className={ui.stack} aria-labelledby="outlook">
      <h2 id="outlook">{t('banners.outlook.title')}</h2>
      <Loaded data={data?.banner?.pity?.counters} error={error} retry={() => ask({ requestPolicy: 'network-only' })}>
        {counters => (
          <>
            {error && <Notice tone="warn">{errorText(error)}</Notice>}
            {counters.length === 0 ? (
              <p className={ui.muted}>{t('banners.outlook.same')}</p>
            ) : (
              <>
                <CounterTable counters={counters} />
                <p className={ui.muted}>{t('banners.outlook.note')}</p>
              </>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

function CounterTable({ counters }: { counters: readonly Counter[] }) {
  const { t } = useTranslation()
  const heads = ['next', 'withinTen', 'expected', 'p90'] as const
  return (
    <div className={ui.tableFrame} tabIndex={0} role="region" aria-label={t('banners.outlook.table')}>
      <table className={ui.table}>
        <caption className="visually-hidden">{t('banners.outlook.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('banners.outlook.counter')}</th>
            <th scope="col">{t('banners.outlook.prize')}</th>
            {heads.map(head => (
              <th key={head} scope="col" className={ui.number}>
                {t(`banners.outlook.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counters.map(counter => (
            <tr key={counter.name}>
              <th scope="row">
                <span className={styles.position}>{positionText(counter, t)}</span>
              </th>
              <td>{counter.event ? prizeText(counter.event, t) : t('banners.odds.none')}</td>
              <td className={ui.number}>{orDash(counter.nextPercent, percent)}</td>
              <td className={ui.number}>{orDash(counter.withinTenPercent, percent)}</td>
              <td className={ui.number}>{orDash(counter.expectedDraws, pulls)}</td>
              <td className={ui.number}>{orDash(counter.p90Draws, pulls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function positionText({ name, meaning, position, max }: Counter, t: TFunction): string {
  const known = KNOWN.find(each => each === name)
  if (known === undefined) return t('banners.outlook.position', { meaning, position, max })
  const isFlag = known === 'lostUltraRare' || known === 'lostSuperRare'
  return isFlag
    ? t(`banners.outlook.${known}.${position === 0 ? 'no' : 'yes'}`)
    : t(`banners.outlook.${known}`, { count: position })
}
