import { useTranslation } from 'react-i18next'
import { formatFromNow } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import type { Overview } from '../../parts/overview-feed.js'
import { ServerTable } from '../../parts/server-table.js'

/** Each instance of each service: whether it answers, how fast, and since when. */
export function Processes({ processes }: { processes: Overview['processes'] }) {
  const { t } = useTranslation()
  return (
    <div className={styles.stack}>
      <h2>{t('consoleOverview.processes')}</h2>
      <ServerTable
        label={t('consoleOverview.processes')}
        rows={processes.map(process => ({ ...process, id: `${process.service} ${process.url}` }))}
        columns={[
          {
            title: t('consoleOverview.service'),
            cell: ({ service, url }) => (
              <>
                <strong>{service}</strong> {url && <span className={styles.muted}>{url}</span>}
              </>
            ),
          },
          {
            title: t('consoleOverview.state'),
            cell: ({ state }) => (
              <span style={{ color: state === 'up' ? 'var(--good)' : 'var(--bad)' }}>
                {t(`consoleOverview.states.${state}`)}
              </span>
            ),
          },
          {
            title: t('consoleOverview.latency'),
            numeric: true,
            cell: ({ latencyMs }) => (latencyMs === null ? '–' : `${latencyMs.toFixed(1)} ms`),
          },
          { title: t('consoleOverview.version'), cell: ({ version }) => version ?? '–' },
          {
            title: t('consoleOverview.started'),
            cell: ({ startedAt }) => (startedAt === null ? '–' : formatFromNow(startedAt)),
          },
        ]}
      />
    </div>
  )
}
