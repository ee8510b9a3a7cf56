import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import own from './leaderboards.module.css'

export interface Entry {
  readonly rank: number
  readonly score: number
  readonly user?: { readonly id: string; readonly displayName: string } | null
}

/** Entries in the order of their ranks; the viewer's own is marked by a word, not by colour alone. */
export function EntryTable(props: {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly viewerId: string
  /** Below the table. */
  readonly children?: ReactNode
}) {
  const { title, entries, viewerId, children } = props
  const { t } = useTranslation()
  return (
    <section className={styles.stack}>
      <h2>{title}</h2>
      <div className={styles.tableFrame} role="region" aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={`${styles.number} ${own.place}`}>
                {t('leaderboards.rank')}
              </th>
              <th scope="col">{t('leaderboards.player')}</th>
              <th scope="col" className={styles.number}>
                {t('leaderboards.score')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ rank, score, user }) => {
              const isViewer = user?.id === viewerId
              return (
                <tr key={rank} className={isViewer ? own.viewer : undefined} aria-current={isViewer || undefined}>
                  <td className={styles.number}>
                    <span className={own.rank} data-rank={rank}>
                      {formatNumber(rank)}
                    </span>
                  </td>
                  <td>
                    {user?.displayName ?? t('leaderboards.unknown')}
                    {isViewer && ` (${t('leaderboards.you')})`}
                  </td>
                  <td className={styles.number}>{formatNumber(score)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {children}
    </section>
  )
}
