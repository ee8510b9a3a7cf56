import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { SimulatedOrderFragment } from '../../../generated/graphql.js'
import { ServerTable } from '../../parts/server-table.js'
import { percent } from './percent.js'

graphql(`
  fragment SimulatedOrder on SimulatedOrder {
    name
    draws
    sharesTest {
      statistic
      degrees
      pValue
    }
    shares {
      event
      observedPercent
      exactPercent
      standardError
      agrees
    }
    waits {
      event
      players
      drawsMax
      observed
      exact
      test {
        statistic
        degrees
        pValue
      }
    }
  }
`)

type Test = NonNullable<SimulatedOrderFragment['sharesTest']>

const statisticText = ({ statistic }: Test): string => statistic?.toFixed(2) ?? '∞'
const pText = ({ pValue }: Test): string => (pValue < 1e-4 ? pValue.toExponential(1) : pValue.toFixed(4))

/** Results of draws by one order, beside the exact odds: shares in the long run, and draws of new players. */
export function SimulatedOrder({ order }: { order: SimulatedOrderFragment }) {
  const { t } = useTranslation()
  const { name, shares, sharesTest, waits } = order
  const sharesTitle = t('consoleContent.sharesBy', { order: name })
  const waitsTitle = t('consoleContent.waitsBy', { order: name })
  return (
    <>
      <h4>{sharesTitle}</h4>
      <ServerTable
        label={sharesTitle}
        rows={shares.map(share => ({ ...share, id: share.event }))}
        columns={[
          { title: t('consoleContent.tier'), cell: share => share.event },
          {
            title: t('consoleContent.exact'),
            numeric: true,
            cell: ({ exactPercent }) => (typeof exactPercent === 'number' ? percent(exactPercent) : '–'),
          },
          { title: t('consoleContent.observed'), numeric: true, cell: share => percent(share.observedPercent) },
          { title: t('consoleContent.standardError'), numeric: true, cell: share => percent(share.standardError) },
          {
            title: t('consoleContent.withinThree'),
            cell: ({ agrees }) =>
              typeof agrees === 'boolean' ? t(agrees ? 'console.yes' : 'console.no') : t('consoleContent.tooFew'),
          },
        ]}
      />
      {sharesTest && (
        <p>
          {t('consoleContent.sharesTest', {
            statistic: statisticText(sharesTest),
            degrees: sharesTest.degrees,
            p: pText(sharesTest),
          })}
        </p>
      )}
      <h4>{waitsTitle}</h4>
      <ServerTable
        label={waitsTitle}
        rows={waits.map(wait => ({ ...wait, id: wait.event }))}
        columns={[
          { title: t('consoleContent.tier'), cell: wait => wait.event },
          { title: t('consoleContent.newPlayers'), numeric: true, cell: wait => wait.players },
          { title: t('consoleContent.exact'), numeric: true, cell: wait => wait.exact.toFixed(3) },
          { title: t('consoleContent.observed'), numeric: true, cell: wait => wait.observed.toFixed(3) },
          {
            title: t('consoleContent.chiSquare'),
            numeric: true,
            cell: ({ test }) => (test ? statisticText(test) : '–'),
          },
          { title: t('consoleContent.degrees'), numeric: true, cell: ({ test }) => test?.degrees ?? '–' },
          { title: t('consoleContent.p'), numeric: true, cell: ({ test }) => (test ? pText(test) : '–') },
        ]}
      />
    </>
  )
}
