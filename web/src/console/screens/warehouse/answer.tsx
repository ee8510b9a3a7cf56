import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatExact, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Pager, type Paging } from '../../../ui/pager.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { ServerTable } from '../../parts/server-table.js'
import { saveAnswer, useWarehouse, type Answer } from '../../parts/warehouse-feed.js'
import { AnswerChart } from './answer-chart.js'
import { titleOf } from './chart-panels.js'

/** Of the table; the whole answer is here already. */
const ROWS_A_PAGE = 50

/** The answer to a question: as charts, as a table, and as a file. */
export function AnswerOf({ question, title }: { question: string; title: string }) {
  const { t } = useTranslation()
  const fetched = useWarehouse<Answer>(`?question=${encodeURIComponent(question)}`)
  if (fetched.phase === 'loading') return <p role="status">{t('loading')}</p>
  if (fetched.phase !== 'here') return <Notice tone="bad">{t(`consoleWarehouse.${fetched.phase}`)}</Notice>
  const { data } = fetched
  return (
    <>
      {data.rows.length === 0 ? (
        <p role="status" className={styles.muted}>
          {t('consoleWarehouse.noRows')}
        </p>
      ) : (
        <>
          <AnswerChart answer={data} title={title} />
          <AnswerTable answer={data} title={title} />
        </>
      )}
      {data.rowCount > data.rows.length && (
        <Notice tone="warn">
          {t('consoleWarehouse.cut', {
            shown: formatNumber(data.rows.length),
            all: formatNumber(data.rowCount),
            question,
          })}
        </Notice>
      )}
      <SaveButton question={question} />
    </>
  )
}

function SaveButton({ question }: { question: string }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      await saveAnswer(question)
    } catch {
      showToast(t('console.exportFailed'), t('console.exportFailedText'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.row}>
      <Button busy={busy} onClick={save}>
        <Download size={16} aria-hidden />
        {t('console.export', { format: 'CSV' })}
      </Button>
    </div>
  )
}

function AnswerTable({ answer: { question, columns, rows }, title }: { answer: Answer; title: string }) {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const from = (page - 1) * ROWS_A_PAGE
  const paging: Paging = {
    after: undefined,
    number: page,
    next: () => setPage(page + 1),
    previous: () => setPage(Math.max(1, page - 1)),
    first: () => setPage(1),
  }
  return (
    <>
      <ServerTable
        label={title}
        rows={rows.slice(from, from + ROWS_A_PAGE).map((row, index) => ({ id: `${question} ${from + index}`, row }))}
        columns={columns.map((column, index) => ({
          title: titleOf(column),
          numeric: rows.every(row => isNumber(row[index] ?? null)),
          cell: ({ row }: { row: Answer['rows'][number] }) => written(row[index] ?? null),
        }))}
      />
      <Pager
        paging={paging}
        pageInfo={{ hasNextPage: from + ROWS_A_PAGE < rows.length, endCursor: String(page) }}
        totalCount={rows.length}
        label={t('consoleWarehouse.page', { question: title })}
      />
    </>
  )
}

const isNumber = (text: string | null): boolean => text === null || /^-?\d+(\.\d+)?$/.test(text)

const written = (text: string | null): string => (text === null ? '–' : formatExact(text))
