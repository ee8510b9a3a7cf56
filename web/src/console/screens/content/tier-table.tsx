import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TierFiguresFragment } from '../../../generated/graphql.js'
import { ServerTable } from '../../parts/server-table.js'
import { percent } from './percent.js'
import { figureRows, type Figures } from './tier-figures.js'

const orDash = (value: number | null | undefined, text: (value: number) => string): string =>
  typeof value === 'number' ? text(value) : '–'

/** The figures of a tier or pool, each with its title. */
export const figureColumns = (
  t: TFunction,
): readonly { readonly title: string; readonly text: (row: Figures) => string }[] => [
  { title: t('consoleContent.base'), text: row => percent(row.basePercent) },
  { title: t('consoleContent.longRun'), text: row => orDash(row.longRunPercent, percent) },
  { title: t('consoleContent.average'), text: row => orDash(row.expectedDraws, value => value.toFixed(2)) },
  { title: t('consoleContent.half'), text: row => orDash(row.p50Draws, String) },
  { title: t('consoleContent.nineOfTen'), text: row => orDash(row.p90Draws, String) },
  { title: t('consoleContent.certain'), text: row => orDash(row.maxDraws, String) },
]

/** The exact odds of each tier and pool of a model. */
export function TierTable({ odds }: { odds: TierFiguresFragment }) {
  const { t } = useTranslation()
  return (
    <ServerTable
      label={t('consoleContent.odds')}
      rows={figureRows(odds)}
      columns={[
        { title: t('consoleContent.tier'), cell: ({ id }) => id },
        ...figureColumns(t).map(({ title, text }) => ({ title, numeric: true, cell: text })),
      ]}
    />
  )
}
