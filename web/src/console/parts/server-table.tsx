import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from '../../ui/ui.module.css'
import own from './server-table.module.css'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  readonly numeric?: boolean
}

/** One page of a list that is paged on the server. It scrolls within itself, by keys too. */
export function ServerTable<Row extends { readonly id: string }>(props: {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** While the next page is on its way the old one stays. */
  readonly busy?: boolean
}) {
  const { label, columns, rows, busy = false } = props
  const { t } = useTranslation()
  if (rows.length === 0)
    return (
      <p role="status" className={styles.muted}>
        {t('console.empty')}
      </p>
    )
  return (
    <div className={styles.tableFrame} role="region" aria-label={label} aria-busy={busy} tabIndex={0}>
      <table className={`${styles.table} ${own.table}`}>
        <thead>
          <tr>
            {columns.map(({ title, numeric }) => (
              <th key={title} scope="col" className={numeric ? styles.number : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              {columns.map(({ title, cell, numeric }) => (
                <td key={title} className={numeric ? styles.number : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
