import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../texts/format.js'
import { Button } from './button.js'
import styles from './ui.module.css'

/** Where a list that is paged on the server stands: one page is shown, so the document stays small. */
export interface Paging {
  /** For the query; undefined on the first page. */
  readonly after: string | undefined
  readonly number: number
  next(endCursor: string): void
  previous(): void
  first(): void
}

export function usePaging(): Paging {
  const [cursors, setCursors] = useState<readonly string[]>([])
  return {
    after: cursors.at(-1),
    number: cursors.length + 1,
    next: endCursor => setCursors([...cursors, endCursor]),
    previous: () => setCursors(cursors.slice(0, -1)),
    first: () => setCursors([]),
  }
}

export function Pager(props: {
  readonly paging: Paging
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  readonly totalCount?: number
  /** Of what the pages are. */
  readonly label: string
}) {
  const { paging, pageInfo, totalCount, label } = props
  const { t } = useTranslation()
  const { endCursor } = pageInfo
  if (paging.number === 1 && !pageInfo.hasNextPage) return null
  return (
    <nav className={styles.row} aria-label={label}>
      <Button aria-disabled={paging.number === 1} onClick={paging.previous}>
        {t('pager.previous')}
      </Button>
      <span role="status" className={styles.muted}>
        {t('pager.page', { number: formatNumber(paging.number) })}
        {totalCount !== undefined && ` · ${t('pager.total', { total: formatNumber(totalCount) })}`}
      </span>
      <Button
        aria-disabled={!pageInfo.hasNextPage}
        onClick={() => {
          if (pageInfo.hasNextPage && endCursor) paging.next(endCursor)
        }}
      >
        {t('pager.next')}
      </Button>
    </nav>
  )
}
