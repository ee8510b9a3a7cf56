import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'
import { Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { LineChart } from '../../parts/line-chart.js'
import { useOverview, type Overview as Report } from '../../parts/overview-feed.js'
import { perMinute, sumOf, type Point } from '../../parts/rates.js'
import { Processes } from './processes.js'

const round = (value: number) => formatNumber(Math.round(value * 10) / 10)

/** Live charts and the health of all processes. */
export default function Overview() {
  const { t } = useTranslation()
  const { history, failed } = useOverview()
  const moments = history.map(report => ({ at: Date.parse(report.at) / 1000, report }))
  const now = (name: string): Point[] => moments.map(({ at, report }) => ({ at, value: report.now[name] ?? 0 }))
  const rate = (count: (totals: Report['totals']) => number): Point[] =>
    perMinute(moments.map(({ at, report }) => ({ at, count: count(report.totals) })))
  const newest = history.at(-1)
  return (
    <Screen title={t('console.nav.overview')}>
      {failed && <Notice tone="bad">{t('consoleOverview.failed')}</Notice>}
      {newest === undefined ? (
        <p role="status">{t('loading')}</p>
      ) : (
        <>
          <div className={styles.grid}>
            <LineChart title={t('consoleOverview.players')} points={now('playersInWorld')} format={formatNumber} />
            <LineChart title={t('consoleOverview.live')} points={now('liveConnections')} format={formatNumber} />
            <LineChart
              title={t('consoleOverview.requests')}
              points={rate(totals => sumOf(totals.requests))}
              format={round}
            />
            <LineChart title={t('consoleOverview.errors')} points={errorShares(moments)} format={formatPercent} />
            <LineChart title={t('consoleOverview.signIns')} points={rate(totals => totals.signIns)} format={round} />
            <LineChart
              title={t('consoleOverview.purchases')}
              points={rate(totals => sumOf(totals.purchases))}
              format={round}
            />
            <LineChart title={t('consoleOverview.pulls')} points={rate(totals => sumOf(totals.pulls))} format={round} />
            <LineChart
              title={t('consoleOverview.completions')}
              points={rate(totals => totals.questCompletions)}
              format={round}
            />
            <LineChart
              title={t('consoleOverview.eventLag')}
              points={now('oldestEventSeconds')}
              format={value => t('consoleOverview.seconds', { value: round(value) })}
            />
          </div>
          <Processes processes={newest.processes} />
        </>
      )}
    </Screen>
  )
}

/** The share of each step's requests that were not answered whole; null where there were none. */
function errorShares(moments: readonly { at: number; report: Report }[]): Point[] {
  return moments.slice(1).map(({ at, report }, before) => {
    const requests = report.totals.requests
    const earlier = moments[before]?.report.totals.requests ?? {}
    const all = sumOf(requests) - sumOf(earlier)
    const ok = (requests['ok'] ?? 0) - (earlier['ok'] ?? 0)
    return { at, value: all > 0 && ok >= 0 ? (all - ok) / all : null }
  })
}
