import { useTranslation } from 'react-i18next'
import { formatFromNow } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import type { Overview } from '../../parts/overview-feed.js'

/** Each instance of each service: whether it answers, how fast, and since when. */
export function Processes({ processes }: { processes: Overview['processes'] }) {
  const { t } = useTranslation()
  return (
    <section className={styles.stack} aria-labelledby="processes">
      <h2 id="processes">{t('consoleOverview.processes')}</h2>
      <div className={styles.tableFrame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('consoleOverview.service')}</th>
              <th scope="col">{t('consoleOverview.state')}</th>
              <th scope="col">{t('consoleOverview.latency')}</th>
              <th scope="col">{t('consoleOverview.version')}</th>
              <th scope="col">{t('consoleOverview.started')}</th>
            </tr>
          </thead>
          <tbody>
            {processes.map(({ service, url, state, latencyMs, version, startedAt }) => (
              <tr key={`${service} ${url}`}>
                <th scope="row">
                  {service}
                  {url && <span className={styles.muted}> {url}</span>}
                </th>
                <td style={{ color: state === 'up' ? 'var(--good)' : 'var(--bad)' }}>
                  {t(`consoleOverview.states.${state}`)}
                </td>
                <td className={styles.number}>{latencyMs === null ? '–' : `${latencyMs.toFixed(1)} ms`}</td>
                <td>{version ?? '–'}</td>
                <td>{startedAt === null ? '–' : formatFromNow(startedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
